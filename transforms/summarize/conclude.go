package summarize

import (
	"context"
	"errors"
	"math/rand/v2"
	"reflect"
	"time"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/joberror"
)

const (
	concludeAttempts = 8
	concludePause    = 50 * time.Millisecond // doubles, and a random part of it is waited
)

// Conclude does for a job array what Output does for a run that does all shards: it writes the files that describe the output if the job's shards are all
// complete, whichever parts did them. It returns which are.
//
// Parts that end at the same moment may all find themselves the last. They write over
// the manifest that they saw before they read the sidecars, so that of what they say
// the latest stays.
func Conclude(ctx context.Context, store *files.Files, o Options, of int) (complete []bool, err error) {
	for attempt := range concludeAttempts {
		var version string
		complete, version, err = concludeOnce(ctx, store, o, of)
		if err == nil {
			return complete, nil
		}
		now, readErr := store.Version(ctx, files.Join(o.Output, shards.ManifestName))
		if readErr != nil || now == version && !errors.Is(err, files.ErrChanged) {
			break
		}
		select {
		case <-ctx.Done():
			return complete, context.Cause(ctx)
		case <-time.After(rand.N(concludePause << attempt)):
		}
	}
	return complete, joberror.Failedf("describing the output: %w", err)
}

func concludeOnce(ctx context.Context, store *files.Files, o Options, of int) (complete []bool, version string, err error) {
	now, version, err := shards.OwnManifest(ctx, store, o.Output, o.Manifest.Run)
	if err != nil {
		return nil, version, err
	}
	complete, err = completeShards(ctx, store, o.Output, of)
	if err != nil || !all(complete) {
		return complete, version, err
	}
	total, unknown, err := gather(ctx, store, o, of)
	if err != nil {
		return complete, version, err
	}
	if now.Complete && reflect.DeepEqual(now.Shards, total.shards) {
		return complete, version, nil // another part has said it
	}
	docs, err := describe(ctx, store, o, total, unknown)
	if err != nil {
		return complete, version, err
	}
	return complete, version, publishOver(ctx, store, o, total.shards, docs, now, version)
}

// completeShards says which shards have a sidecar.
func completeShards(ctx context.Context, store *files.Files, output string, of int) ([]bool, error) {
	there, err := shards.ListState(ctx, store, output)
	if err != nil {
		return nil, err
	}
	complete := make([]bool, of)
	for i := range complete {
		_, complete[i] = there[shards.SidecarName(i, of)]
	}
	return complete, nil
}

func all(complete []bool) bool {
	for _, c := range complete {
		if !c {
			return false
		}
	}
	return true
}
