package originals

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Record is what the store knows of a link besides the picture's bytes: where the
// picture came from, or why there is none.
type Record struct {
	Link         string    `json:"link"` // as the dataset has it
	FinalLink    string    `json:"final_link,omitempty"`
	FetchedAt    time.Time `json:"fetched_at"`
	Status       int       `json:"http_status,omitempty"`
	ETag         string    `json:"etag,omitempty"`
	LastModified string    `json:"last_modified,omitempty"`

	// Of a picture.
	SHA256    string `json:"sha256,omitempty"` // hexadecimal
	Size      int    `json:"size,omitempty"`   // bytes
	MediaType string `json:"media_type,omitempty"`
	Width     int    `json:"width,omitempty"`
	Height    int    `json:"height,omitempty"`

	// Of a link without one.
	Reason string `json:"reason,omitempty"` // "" if there is a picture
	Detail string `json:"detail,omitempty"`
	Limit  int64  `json:"limit,omitempty"` // that was exceeded
}

// encode writes the record as a line of JSON, without its end.
func (r *Record) encode() ([]byte, error) {
	line, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("encoding the record of a link: %w", err)
	}
	return line, nil
}

var errLine = errors.New("it is no record of a link")

func decodeRecord(line []byte) (Record, error) {
	var r Record
	if err := json.Unmarshal(line, &r); err != nil {
		return Record{}, fmt.Errorf("%w: %w", errLine, err)
	}
	return r, nil
}

// picture is the key of the record's picture, or of the cause that there is none.
func (r *Record) picture() (key, error) {
	if r.Reason != "" {
		return Cause{r.Reason, r.Status, r.Limit}.key(), nil
	}
	sum, err := hex.DecodeString(r.SHA256)
	if err != nil || len(sum) != sha256.Size {
		return key{}, fmt.Errorf("the record of %s has the SHA-256 %q, which is none", r.Link, r.SHA256)
	}
	return key(sum[:keyBytes]), nil
}
