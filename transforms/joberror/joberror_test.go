package joberror

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"
)

func TestFind(t *testing.T) {
	input := Usagef("opening %s: %w", "a\nb «x».parquet", fs.ErrNotExist)
	const text = "opening a b <x>.parquet: file does not exist"
	for name, err := range map[string]error{
		"itself":  input,
		"wrapped": fmt.Errorf("bundle 3: %w", input),
		"as text": errors.New("DoFn[UID:1] failed:\n\tcaused by: " + input.Error() + "\n\tin stage 4"),
	} {
		t.Run(name, func(t *testing.T) {
			got, code, ok := Find(err)
			if got != text || code != Usage || !ok {
				t.Errorf("Find = %q, %d, %v; want %q, %d", got, code, ok, text, Usage)
			}
		})
	}
	if !errors.Is(input, fs.ErrNotExist) {
		t.Error("the cause is lost")
	}
	if _, _, ok := Find(errors.New("boom")); ok {
		t.Error("found a line in a foreign error")
	}
}
