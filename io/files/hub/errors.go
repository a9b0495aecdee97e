package hub

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"

	"github.com/beamcrop/beamcrop/io/files/httpclient"
)

// explain says what the Hub's refusal means, and what can be done about it.
// See hf_raise_for_status in huggingface_hub for its error codes.
func (s *server) explain(of repo, err error) error {
	var refused *httpclient.StatusError
	if !errors.As(err, &refused) {
		return err
	}
	code := refused.Header.Get("X-Error-Code")
	switch {
	case code == "EntryNotFound":
		return fs.ErrNotExist
	case code == "RevisionNotFound":
		return fmt.Errorf("the dataset %s has no revision %q: %w", of.dataset, of.revision, errNoDataset)
	case refused.Code == http.StatusUnauthorized || refused.Code == http.StatusForbidden:
		return fmt.Errorf("%w: %s", fs.ErrPermission, s.advice(of, refused))
	case code == "RepoNotFound":
		return fmt.Errorf("%s has no dataset %s, or its token may not see it: %w", s.endpoint.Host, of.dataset, errNoDataset)
	case refused.Code == http.StatusNotFound:
		return fmt.Errorf("%s finds nothing of the dataset %s there: %w", s.endpoint.Host, of.dataset, fs.ErrNotExist)
	case refused.Code == http.StatusTooManyRequests && s.token == "":
		return fmt.Errorf("%w: %s has a limit, which is higher with HF_TOKEN set", err, s.endpoint.Host)
	}
	return err
}

// advice is what to do about a refusal. Who shows no token is refused what is
// private, gated, or not there at all, without being told which.
func (s *server) advice(of repo, refused *httpclient.StatusError) string {
	page := s.endpoint.String() + "/datasets/" + of.dataset
	switch {
	case s.token == "":
		return fmt.Sprintf("the dataset %s is gated, private, or does not exist: set HF_TOKEN to the token of an account that may read it (%s)", of.dataset, page)
	case refused.Code == http.StatusUnauthorized && refused.Header.Get("X-Error-Code") == "":
		return fmt.Sprintf("%s does not accept the token: set HF_TOKEN to one that is valid", s.endpoint.Host)
	}
	return fmt.Sprintf("the token may not read the dataset %s: ask for access on %s, or set HF_TOKEN to the token of an account that has it", of.dataset, page)
}

// errNoDataset is no fs.ErrNotExist, which is of a file that is missing.
var errNoDataset = errors.New("check the name after hf://datasets/")
