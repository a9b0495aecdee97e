package shards

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/beamcrop/beamcrop/io/shards/jsonrecord"
)

// ReadFailures reads what a FailureWriter wrote, without the kept columns, which
// are the row's.
func ReadFailures(r io.Reader) ([]Failure, error) {
	decoder := json.NewDecoder(r)
	var all []Failure
	for {
		// As in jsonrecord.Decode, members are taken by their exact names.
		var members map[string]json.RawMessage
		err := decoder.Decode(&members)
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, fmt.Errorf("failure %d: %w", len(all), err)
		}
		failure, err := decodeFailure(members)
		if err != nil {
			return nil, fmt.Errorf("failure %d: %w", len(all), err)
		}
		all = append(all, failure)
	}
}

func decodeFailure(members map[string]json.RawMessage) (Failure, error) {
	var f Failure
	for _, member := range []struct {
		name string
		to   any
	}{
		{"id", &f.ID},
		{"url", &f.URL},
		{"reason", &f.Reason},
		{"detail", &f.Detail},
		{"http_status", &f.HTTPStatus},
		{"attempts", &f.Attempts},
		{"elapsed_ms", &f.ElapsedMS},
	} {
		if err := jsonrecord.DecodeMember(members, member.name, member.to); err != nil {
			return f, err
		}
	}
	return f, nil
}
