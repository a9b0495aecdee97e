// Package status serves what --status promises while a job runs: the report as it
// stands at /, for people, and the job's counts at /metrics, for Prometheus.
//
// It knows neither Beam nor storage: it is given functions that return the counts and
// the page. It imports transforms/progress.
package status
