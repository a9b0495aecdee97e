package rows

import (
	"context"

	"github.com/beamcrop/beamcrop/io/files"
)

// Head yields a file's first rows, n at most. It reads the footer, the page
// headers of the row groups that those rows lie in, and the pages that they lie
// on. What is wrong with the file is an *InputError.
func Head(ctx context.Context, f files.File, cols Columns, n int64, yield func(Row) error) error {
	r, err := Open(f, cols)
	if err != nil {
		return err
	}
	n = min(n, r.rows())
	groups := 0
	for groups < len(r.groups) && r.groups[groups].first < n {
		groups++
	}
	index, err := r.index(ctx, r.groups[:groups])
	if err != nil {
		return blame(f, err)
	}
	return r.Read(ctx, Range(0, n), index, yield)
}
