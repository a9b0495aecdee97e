package dataflow

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/runners/dataflow/dataflowlib"
	df "google.golang.org/api/dataflow/v1b3"
	"google.golang.org/api/googleapi"
)

// Service is Dataflow in one project and region.
type Service struct {
	jobs            *df.ProjectsLocationsJobsService
	Project, Region string
}

// Connect finds the credentials and asks Dataflow for a list of jobs, so that a
// refusal comes before anything is staged. endpoint is "" for Google's own.
func Connect(ctx context.Context, project, region, endpoint string) (*Service, error) {
	client, err := dataflowlib.NewClient(ctx, endpoint)
	if err != nil {
		return nil, fmt.Errorf("finding Google Cloud credentials for Dataflow: %s (gcloud auth application-default login, or GOOGLE_APPLICATION_CREDENTIALS=FILE)", oneLine(err))
	}
	s := &Service{jobs: client.Projects.Locations.Jobs, Project: project, Region: region}
	if _, err := s.jobs.List(project, region).PageSize(1).Context(ctx).Do(); err != nil {
		return nil, fmt.Errorf("asking Dataflow for the jobs of --project=%s in --region=%s: %s", project, region, oneLine(err))
	}
	return s, nil
}

// oneLine is an API's answer without its JSON.
func oneLine(err error) string {
	var answer *googleapi.Error
	if errors.As(err, &answer) && answer.Message != "" {
		return fmt.Sprintf("%s (%d)", answer.Message, answer.Code)
	}
	return strings.Join(strings.Fields(err.Error()), " ")
}

// find returns the id of a running job by its name, "" if there is none.
func (s *Service) find(ctx context.Context, name string) (id string, err error) {
	err = s.jobs.List(s.Project, s.Region).Filter("ACTIVE").Pages(ctx, func(page *df.ListJobsResponse) error {
		for _, job := range page.Jobs {
			if job.Name == name {
				id = job.Id
			}
		}
		return nil
	})
	return id, err
}

// Cancel has a running job of that name cancelled; none is no error. Dataflow
// takes a minute or two to end its machines.
func (s *Service) Cancel(ctx context.Context, name string) error {
	id, err := s.find(ctx, name)
	if err != nil || id == "" {
		return err
	}
	_, err = s.jobs.Update(s.Project, s.Region, id, &df.Job{RequestedState: "JOB_STATE_CANCELLED"}).Context(ctx).Do()
	return err
}

// Console is a job's web page.
func (s *Service) Console(id string) string {
	return fmt.Sprintf("https://console.cloud.google.com/dataflow/jobs/%s/%s?project=%s", s.Region, id, s.Project)
}

// Command is gcloud's for one job, or "list" of them.
func (s *Service) Command(verb, id string) string {
	return strings.TrimSpace(fmt.Sprintf("gcloud dataflow jobs %s %s", verb, id)) + fmt.Sprintf(" --project=%s --region=%s", s.Project, s.Region)
}
