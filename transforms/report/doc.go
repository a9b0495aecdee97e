// Package report writes report.html: one file that shows what a job was asked
// and what came of it. It needs nothing but itself: no script, no font, no
// address of anything else, and a content security policy that would refuse
// them. Pictures stand in it as data.
//
// Captions, links, hosts and messages come from the web. They pass through
// html/template, which escapes them for the place that they stand in, and links
// are text, not links.
//
// It is pure: Data in, bytes out, the same for the same Data. It imports
// io/shards, transforms/reason and transforms/report/chart.
package report
