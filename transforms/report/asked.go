package report

// Group is options that belong together, as a report and a dataset card show them.
type Group struct {
	Name    string
	Options []Option
}

// Option is one option and what it was for a job.
type Option struct{ Name, Value string }
