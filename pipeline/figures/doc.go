// Package figures writes numbers as people read them on a terminal: bytes, shares,
// times to come, and counts by their size.
//
// It imports transforms/percent and the standard library; pipeline and the packages
// below it that print import it. The report has its own ways, see report/chart.
package figures
