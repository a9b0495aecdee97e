// Package spark is what beamcrop knows of Spark beyond Beam's job server before it:
// how many workers a job has there.
//
// It imports packages runner and jobserver; only package pipeline imports it.
package spark
