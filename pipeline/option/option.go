// Package option is what one entry of pipeline's table of options says: a flag, the
// key of a --config file, a line of --help, a check, and what it adds to the plan
// that is fingerprinted. It knows how values are written on a command line, and
// nothing of what they are for.
//
// It imports nothing of ours but internal/spelling, so that it can be tested without a job.
package option

import (
	"flag"
)

// Groups of options, in the order in which they are shown.
const (
	Input  = "Input"
	Sample = "Sample"
	Crop   = "Crop"
	Encode = "Encode"
	Output = "Output"
	Fetch  = "Fetch"
	Run    = "Run"
)

// Groups returns the groups in order.
func Groups() []string { return []string{Input, Sample, Crop, Encode, Output, Fetch, Run} }

// Option is an option of a job, tied to the variable that holds its value.
type Option struct {
	Name  string // on the command line and in a --config file
	Group string // one of Groups
	Help  string // a line of --help; what stands in backquotes names the value

	Common bool // it is one of the few that a short --help lists

	// Value reads and writes the value as text. Set's errors say what to write.
	Value flag.Value

	// Check reports a value that cannot be meant, in one line without the option's
	// name; nil = whatever Value reads is fine.
	Check func() error

	// Plan is the option's part in the plan; nil = it decides no byte of the output.
	Plan Plan

	// Once is of options that say what is to be done this time, with this output
	// folder. They are not part of the configuration that others repeat a run with.
	Once bool

	// Secret takes out of a value what nobody else should read; nil = nothing in it
	// is secret.
	Secret func(value string) string

	Default string // Value's text in a run without flags
	Unset   string // what Default means, where that is not plain: "all rows"
}

// Plan returns the name and the text that an option has in the plan, which is
// fingerprinted; no name means that it is not in it.
type Plan func(Option) (name, text string)

// Planned returns what the option adds to the plan, see Plan.
func (o Option) Planned() (name, text string) {
	if o.Plan == nil {
		return "", ""
	}
	return o.Plan(o)
}

// Shown is Planned for people: a default that is not plain is put as what it means.
func (o Option) Shown() (name, text string) {
	name, text = o.Planned()
	if name != "" && o.Unset != "" && o.Value.String() == o.Default {
		text = o.Unset
	}
	return name, text
}

// Always is of options that have been in the plan from the start.
func Always(o Option) (name, text string) { return o.Name, o.Value.String() }

// UnlessDefault is of options that came later: folders made before have none of
// that name in their plans, and can still be resumed by those who do not use it.
func UnlessDefault(o Option) (name, text string) {
	if o.Value.String() == o.Default {
		return "", ""
	}
	return Always(o)
}

// As is of options that are in the plan under another name, or as another text than
// the one that was asked for: what was found in the data, for instance.
func As(name string, text func() string) Plan {
	return func(Option) (string, string) { return name, text() }
}

// When is plan for options that mean something only under a condition.
func When(condition func() bool, plan Plan) Plan {
	return func(o Option) (string, string) {
		if !condition() {
			return "", ""
		}
		return plan(o)
	}
}

// Define makes options flags of fs, in the place of others of these names: Beam's
// --dry_run is of Dataflow alone, prints the job as the service takes it, and would
// do so after the output was claimed.
func Define(fs *flag.FlagSet, options []Option) {
	for _, o := range options {
		if theirs := fs.Lookup(o.Name); theirs != nil {
			*theirs = flag.Flag{Name: o.Name, Usage: o.Help, Value: o.Value, DefValue: o.Default}
			continue
		}
		fs.Var(o.Value, o.Name, o.Help)
	}
}

// IsSet says whether a flag was set, to its default or not.
func IsSet(fs *flag.FlagSet, name string) (set bool) {
	fs.Visit(func(f *flag.Flag) { set = set || f.Name == name })
	return set
}
