package boot

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/apache/beam/sdks/v2/go/container/tools"
	fnpb "github.com/apache/beam/sdks/v2/go/pkg/beam/model/fnexecution_v1"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/util/grpcx"
)

// contract are the flags that a runner starts a worker with.
type contract struct {
	id                string
	provisionEndpoint string
	loggingEndpoint   string // before Beam 2.20; now part of the provision info, as is the next
	controlEndpoint   string
}

// Asked reports whether args, the command line without the program's name, are
// a runner's that starts a worker.
func Asked(args []string) bool {
	for _, arg := range args {
		if name, _, _ := strings.Cut(strings.TrimLeft(arg, "-"), "="); strings.HasPrefix(arg, "-") && name == "provision_endpoint" {
			return true
		}
	}
	return false
}

// Exec turns this process into the worker that args ask for. It returns only
// with an error, of which it leaves a log in the temporary folder, for runners
// throw away what a boot prints.
func Exec(ctx context.Context, args []string) error {
	c, err := parse(args)
	if err == nil {
		err = c.exec(ctx)
	}
	return errors.Join(err, leaveLog(os.TempDir(), args, err))
}

func parse(args []string) (contract, error) {
	var c contract
	fs := flag.NewFlagSet("boot", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.StringVar(&c.id, "id", "", "")
	fs.StringVar(&c.provisionEndpoint, "provision_endpoint", "", "")
	fs.StringVar(&c.loggingEndpoint, "logging_endpoint", "", "")
	fs.StringVar(&c.controlEndpoint, "control_endpoint", "", "")
	fs.String("artifact_endpoint", "", "") // nothing is downloaded
	fs.String("semi_persist_dir", "", "")  // nor kept
	if err := fs.Parse(args); err != nil {
		return c, fmt.Errorf("reading the flags of a worker's start: %w", err)
	}
	if c.id == "" || c.provisionEndpoint == "" {
		return c, errors.New("a worker's start needs --id and --provision_endpoint")
	}
	return c, nil
}

func (c contract) exec(ctx context.Context) error {
	info, err := tools.ProvisionInfo(grpcx.WriteWorkerID(ctx, c.id), c.provisionEndpoint)
	if err != nil {
		return fmt.Errorf("asking %s for the job: %w", c.provisionEndpoint, err)
	}
	args, err := c.workerArgs(info)
	if err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("finding the program's own file: %w", err)
	}
	if err := syscall.Exec(self, append([]string{self}, args...), workerEnv(os.Environ(), info)); err != nil {
		return fmt.Errorf("becoming the worker: %w", err)
	}
	return nil
}

// workerArgs are the flags of Beam's worker mode. The options go by a flag: a
// file would have to be removed by a worker that may be killed at any time.
func (c contract) workerArgs(info *fnpb.ProvisionInfo) ([]string, error) {
	options, err := tools.ProtoToJSON(info.GetPipelineOptions())
	if err != nil {
		return nil, fmt.Errorf("reading the job's options: %w", err)
	}
	logging := orElse(info.GetLoggingEndpoint().GetUrl(), c.loggingEndpoint)
	control := orElse(info.GetControlEndpoint().GetUrl(), c.controlEndpoint)
	if logging == "" || control == "" {
		return nil, fmt.Errorf("%s names no logging or no control endpoint", c.provisionEndpoint)
	}
	return []string{"--worker=true", "--id=" + c.id, "--logging_endpoint=" + logging, "--control_endpoint=" + control, "--options=" + options}, nil
}

// workerEnv passes on the environment with what Beam's worker mode looks for
// there.
func workerEnv(env []string, info *fnpb.ProvisionInfo) []string {
	var kept []string
	for _, v := range env {
		switch name, _, _ := strings.Cut(v, "="); name {
		case "STATUS_ENDPOINT", "RUNNER_CAPABILITIES", "PIPELINE_OPTIONS_FILE": // of another boot around this one
		default:
			kept = append(kept, v)
		}
	}
	if url := info.GetStatusEndpoint().GetUrl(); url != "" {
		kept = append(kept, "STATUS_ENDPOINT="+url)
	}
	if capabilities := info.GetRunnerCapabilities(); len(capabilities) > 0 {
		kept = append(kept, "RUNNER_CAPABILITIES="+strings.Join(capabilities, " "))
	}
	return kept
}

func leaveLog(dir string, args []string, failure error) error {
	f, err := os.CreateTemp(dir, "beamcrop-boot-*.log")
	if err != nil {
		return fmt.Errorf("leaving a log of it: %w", err)
	}
	_, err = fmt.Fprintf(f, "%s %s\n%v\n", time.Now().UTC().Format(time.RFC3339), strings.Join(args, " "), failure)
	return errors.Join(err, f.Close())
}

func orElse(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}
