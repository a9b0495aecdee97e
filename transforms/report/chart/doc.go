// Package chart lays out the report's charts: numbers in, places in percent of
// the width and in pixels of the height out, so that a chart is as wide as the
// page lets it be and its text keeps its size.
//
// It is pure; it imports io/shards/stats, whose histograms and timelines it
// draws, and the standard library.
package chart
