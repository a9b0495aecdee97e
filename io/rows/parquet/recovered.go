package parquet

import "fmt"

// recovered turns a panic into an error. parquet-go panics on some damaged
// files; defer it around calls into parquet-go and around nothing else.
func recovered(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("the file is damaged: %v", p)
	}
}
