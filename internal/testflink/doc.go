// Package testflink runs a real Flink with Beam's job server for tests, by
// scripts/flink, which people use too.
//
// A Flink has a folder and ports of its own, so that any number of tests may run
// at once. Where Flink is not installed tests are skipped, and say so; they fail
// where BEAMCROP_REQUIRE_ALL is set. make test installs it.
//
// Only tests import it. It imports internal/testenv and the standard library.
package testflink
