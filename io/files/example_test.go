package files_test

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/beamcrop/beamcrop/io/files"
)

func ExampleJoin() {
	fmt.Println(files.Join("gs://bucket/out/", "failures", "part-00000-of-00001.jsonl"))
	fmt.Println(files.Join("./out", "summary.json"))
	// Output:
	// gs://bucket/out/failures/part-00000-of-00001.jsonl
	// out/summary.json
}

func ExampleFiles_Create() {
	dir, err := os.MkdirTemp("", "files")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = os.RemoveAll(dir) }()
	f := files.New()
	defer func() { _ = f.Close() }()

	err = func() error {
		w, err := f.Create(context.Background(), files.Join(dir, "greeting.txt"))
		if err != nil {
			return err
		}
		defer func() { _ = w.Abort() }() // does nothing after Commit
		if _, err := io.WriteString(w, "hello"); err != nil {
			return err
		}
		return w.Commit()
	}()
	text, readErr := f.ReadFile(context.Background(), files.Join(dir, "greeting.txt"))
	fmt.Println(string(text), err, readErr)
	// Output: hello <nil> <nil>
}
