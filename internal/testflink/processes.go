package testflink

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
)

// Process is a running process.
type Process struct {
	ID, Parent int
	Args       string // its command line
}

// ProcessesOf lists the processes of a program's file.
func ProcessesOf(ctx context.Context, file string) ([]Process, error) {
	out, err := exec.CommandContext(ctx, "ps", "-ww", "-eo", "pid=,ppid=,stat=,args=").Output()
	if err != nil {
		return nil, fmt.Errorf("listing processes: %w", err)
	}
	var found []Process
	for line := range strings.Lines(string(out)) {
		var p Process
		var state string
		if _, err := fmt.Sscan(line, &p.ID, &p.Parent, &state, &p.Args); err == nil && p.Args == file && state[0] != 'Z' {
			p.Args = strings.TrimSpace(line)
			found = append(found, p)
		}
	}
	return found, nil
}
