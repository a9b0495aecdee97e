package pipeline

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/beamcrop/beamcrop/transforms/workplan"
)

func (o *Options) checkPart() error {
	_, err := parsePart(o.Part, os.Getenv)
	return err
}

// parsePart reads which part of a job array a process is: K/N, auto to ask the
// scheduler's environment, or all, which is 1/1: a part that may do everything. "" is
// the zero Share, of a run that is part of no array. Errors lack the flag's name.
func parsePart(text string, getenv func(string) string) (workplan.Share, error) {
	none := workplan.Share{}
	switch text {
	case "":
		return none, nil
	case "all":
		return workplan.Share{Part: 1, Of: 1}, nil
	case "auto":
		return partOfScheduler(getenv)
	}
	k, n, two := strings.Cut(text, "/")
	part, errPart := strconv.Atoi(k)
	of, errOf := strconv.Atoi(n)
	switch {
	case !two || errPart != nil || errOf != nil || of < 1:
		return none, fmt.Errorf("must be K/N such as 3/8, auto or all, not %q", text)
	case part == 0:
		return none, fmt.Errorf("counts from 1, so the first of %d parts is 1/%d and the last %d/%d, not %q", of, of, of, of, text)
	case part < 1 || part > of:
		return none, fmt.Errorf("must be from 1/%d to %d/%d, not %q", of, of, of, text)
	}
	return workplan.Share{Part: part, Of: of}, nil
}

// scheduler is one that tells the processes of a job array by its variables which they
// are.
type scheduler struct {
	id, first, step string
	count, last     string // one of them
}

var schedulers = []scheduler{
	{id: "SLURM_ARRAY_TASK_ID", first: "SLURM_ARRAY_TASK_MIN", step: "SLURM_ARRAY_TASK_STEP", count: "SLURM_ARRAY_TASK_COUNT"},
	{id: "SGE_TASK_ID", first: "SGE_TASK_FIRST", step: "SGE_TASK_STEPSIZE", last: "SGE_TASK_LAST"},
}

// uncounted are variables that say which part a process is, and not of how many: of
// PBS, Torque, LSF and Kubernetes.
var uncounted = []string{"PBS_ARRAY_INDEX", "PBS_ARRAYID", "LSB_JOBINDEX", "JOB_COMPLETION_INDEX"}

func partOfScheduler(getenv func(string) string) (workplan.Share, error) {
	for _, s := range schedulers {
		if id := getenv(s.id); id != "" && id != "undefined" { // as Grid Engine says where there is no array
			return s.share(getenv)
		}
	}
	for _, name := range uncounted {
		if getenv(name) != "" {
			return workplan.Share{}, fmt.Errorf("cannot be auto here, as %s says which part this is and not of how many: write --part=K/N, with K from 1 to N", name)
		}
	}
	return workplan.Share{}, fmt.Errorf("cannot be auto here, as neither SLURM_ARRAY_TASK_ID nor SGE_TASK_ID is in the environment: write --part=K/N")
}

// share counts a task's number from the array's first. Where tasks are named one by
// one, as in --array=3,7, numbers go beyond their count and begin again: two parts
// may then begin with the same shards, and share them as parts always do.
func (s scheduler) share(getenv func(string) string) (workplan.Share, error) {
	values := map[string]int{s.step: 1}
	for _, name := range []string{s.id, s.first, s.step, s.count, s.last} {
		text := getenv(name)
		if name == "" || name == s.step && text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			return workplan.Share{}, fmt.Errorf("cannot be auto here, as %s=%q is no number: write --part=K/N", name, text)
		}
		values[name] = n
	}
	step := max(values[s.step], 1)
	of := values[s.count]
	if s.count == "" {
		of = (values[s.last]-values[s.first])/step + 1
	}
	of = max(of, 1)
	return workplan.Share{Part: max(values[s.id]-values[s.first], 0)/step%of + 1, Of: of}, nil
}
