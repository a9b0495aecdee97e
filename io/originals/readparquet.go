package originals

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/files"
)

// pictureRow is a row of a unit's Parquet file.
type pictureRow struct {
	URL          string    `parquet:"url"`
	FinalURL     *string   `parquet:"final_url,optional"`
	Image        *image    `parquet:"image,optional"`
	MediaType    string    `parquet:"media_type"`
	SHA256       string    `parquet:"sha256"`
	Size         int64     `parquet:"size"`
	Width        int32     `parquet:"width"`
	Height       int32     `parquet:"height"`
	FetchedAt    time.Time `parquet:"fetched_at,timestamp(microsecond)"`
	ETag         *string   `parquet:"etag,optional"`
	LastModified *string   `parquet:"last_modified,optional"`
}

type image struct {
	Bytes []byte `parquet:"bytes,optional"`
	Path  string `parquet:"path,optional"`
}

func (p *pictureRow) record() Record {
	return Record{
		Link: p.URL, FinalLink: orEmpty(p.FinalURL), FetchedAt: p.FetchedAt.UTC(), ETag: orEmpty(p.ETag), LastModified: orEmpty(p.LastModified),
		SHA256: p.SHA256, Size: len(p.Image.Bytes), MediaType: p.MediaType, Width: int(p.Width), Height: int(p.Height),
	}
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// readParquet yields what is in a unit's Parquet file, a row at a time.
func readParquet(ctx context.Context, f *files.Files, uri string, yield func(Record, []byte) error) (err error) {
	file, err := f.Open(ctx, uri)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	opened, err := parquet.OpenFile(file, file.Size(), parquet.ReadBufferSize(readBytes))
	if err != nil {
		return err
	}
	rows := parquet.NewGenericReader[pictureRow](opened)
	defer func() { err = errors.Join(err, rows.Close()) }()
	for {
		row := make([]pictureRow, 1)
		n, err := rows.Read(row)
		if n == 1 {
			if row[0].Image == nil {
				return errPages
			}
			if err := yield(row[0].record(), row[0].Image.Bytes); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// readBytes is how much of a Parquet file is read at a time; on an object store
// each time is a request.
const readBytes = 4 << 20
