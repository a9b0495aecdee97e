// Package resources tells what this machine has for a job: how many descriptors,
// how much memory, and whether an error means that it ran out of something. A
// shortage is no row's fault.
//
// It asks the system and keeps no state. It imports the standard library only.
package resources
