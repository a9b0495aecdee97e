package pipeline

import (
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// A part is what the flag says, or the scheduler.
func TestParsePart(t *testing.T) {
	slurm := func(id, first, count, step string) string {
		return "SLURM_ARRAY_TASK_ID=" + id + " SLURM_ARRAY_TASK_MIN=" + first + " SLURM_ARRAY_TASK_COUNT=" + count + " SLURM_ARRAY_TASK_STEP=" + step
	}
	for _, c := range []struct {
		text, env string
		want      workplan.Share
		says      string
	}{
		{text: "", want: workplan.Share{}},
		{text: "all", want: workplan.Share{Part: 1, Of: 1}},
		{text: "1/8", want: workplan.Share{Part: 1, Of: 8}},
		{text: "8/8", want: workplan.Share{Part: 8, Of: 8}},
		{text: "0/8", says: "counts from 1, so the first of 8 parts is 1/8"},
		{text: "9/8", says: "must be from 1/8 to 8/8"},
		{text: "-1/8", says: "must be from 1/8 to 8/8"},
		{text: "1/0", says: "must be K/N such as 3/8"},
		{text: "3", says: "must be K/N such as 3/8"},
		{text: "some", says: "must be K/N such as 3/8"},
		{text: "auto", env: slurm("0", "0", "8", "1"), want: workplan.Share{Part: 1, Of: 8}},
		{text: "auto", env: slurm("8", "1", "8", "1"), want: workplan.Share{Part: 8, Of: 8}},
		{text: "auto", env: slurm("9", "1", "5", "2"), want: workplan.Share{Part: 5, Of: 5}},
		{text: "auto", env: slurm("7", "3", "2", "1"), want: workplan.Share{Part: 1, Of: 2}}, // --array=3,7
		{text: "auto", env: slurm("x", "0", "8", "1"), says: `SLURM_ARRAY_TASK_ID="x" is no number`},
		{text: "auto", env: "SLURM_ARRAY_TASK_ID=3", says: `SLURM_ARRAY_TASK_MIN="" is no number`},
		{text: "auto", env: "SGE_TASK_ID=3 SGE_TASK_FIRST=1 SGE_TASK_LAST=8 SGE_TASK_STEPSIZE=1", want: workplan.Share{Part: 3, Of: 8}},
		{text: "auto", env: "SGE_TASK_ID=6 SGE_TASK_FIRST=2 SGE_TASK_LAST=8 SGE_TASK_STEPSIZE=2", want: workplan.Share{Part: 3, Of: 4}},
		{text: "auto", env: "SGE_TASK_ID=undefined SGE_TASK_FIRST=undefined", says: "neither SLURM_ARRAY_TASK_ID nor SGE_TASK_ID"},
		{text: "auto", env: "PBS_ARRAY_INDEX=3", says: "PBS_ARRAY_INDEX says which part this is and not of how many: write --part=K/N"},
		{text: "auto", says: "neither SLURM_ARRAY_TASK_ID nor SGE_TASK_ID"},
	} {
		t.Run(c.text+" "+c.env, func(t *testing.T) {
			env := map[string]string{}
			for _, pair := range strings.Fields(c.env) {
				name, value, _ := strings.Cut(pair, "=")
				env[name] = value
			}
			got, err := parsePart(c.text, func(name string) string { return env[name] })
			if got != c.want || (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, %v; want %v, %q", got, err, c.want, c.says)
			}
		})
	}
}
