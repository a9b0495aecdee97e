//go:build race

package fetch

// raceDetector makes everything some ten times slower.
const raceDetector = true
