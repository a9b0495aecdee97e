// Package boot makes the program the boot of its own workers.
//
// A runner on other machines starts a worker by a command (PROCESS), a container
// (DOCKER) or a pool (EXTERNAL), and hands it Beam's container contract: flags
// that name the worker and an endpoint to ask for the rest, the job's options
// among it. Beam's own boot program then downloads the worker's binary, which
// the submitting machine uploads with each job, and runs it as a child. Here
// the binary is there already, for it is what the runner has started. So it asks,
// and becomes the worker: by exec, not as a child, so that the process that the
// runner kills is the worker itself. Beam's boot leaves its child behind, and a
// copy of the binary in the temporary folder for each job.
//
// The contract's flags alone tell a boot from a launch. They are Beam's, from
// https://s.apache.org/beam-fn-api-container-contract.
//
// It imports Beam and the standard library; only internal/cli imports it.
package boot
