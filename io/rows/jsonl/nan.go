package jsonl

import "bytes"

// notNumbers are what Python's json module writes for floating point numbers that
// JSON has no way to write, and numbers of the same length.
var notNumbers = []struct{ word, number string }{{"NaN", "0.0"}, {"Infinity", "1000.000"}}

// withoutNaN returns a text of JSON in which ordinary numbers stand for NaN and
// Infinity. It is the text itself if there are none.
func withoutNaN(text []byte) []byte {
	if !bytes.Contains(text, []byte("NaN")) && !bytes.Contains(text, []byte("Infinity")) {
		return text
	}
	out := bytes.Clone(text)
	quoted := false
	for i := 0; i < len(out); i++ {
		switch {
		case quoted && out[i] == '\\':
			i++
		case out[i] == '"':
			quoted = !quoted
		case !quoted:
			for _, n := range notNumbers {
				if bytes.HasPrefix(out[i:], []byte(n.word)) {
					copy(out[i:], n.number)
				}
			}
		}
	}
	return out
}
