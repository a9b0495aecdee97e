// Package local runs jobs in this process: by Prism, Beam's runner that starts a
// server within the process, or by its direct one.
//
// It imports Beam, package runner and transforms/joberror; only package pipeline
// imports it.
package local
