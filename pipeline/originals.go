package pipeline

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/originals"
	"github.com/beamcrop/beamcrop/pipeline/option"
	"github.com/beamcrop/beamcrop/transforms/engine"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// originals says which store of originals the job uses, and how.
func (o Options) originals() (engine.Originals, error) {
	none := engine.Originals{}
	if o.Originals == "" {
		switch {
		case o.OriginalsMax != "":
			return none, errors.New("--originals_max needs a store: name one with --originals")
		case o.Refresh != "" && o.Refresh != refreshNever:
			return none, errors.New("--refresh needs a store: name one with --originals")
		}
		return none, nil
	}
	store := engine.Originals{URI: o.Originals}
	if files.ReadOnly(o.Originals) {
		return none, fmt.Errorf("--originals=%s cannot be listed and written: name a folder, local, gs:// or s3://", o.Originals)
	}
	if _, within := files.Within(o.Output, o.Originals); within || files.Join(o.Output) == files.Join(o.Originals) {
		return none, fmt.Errorf("--originals=%s lies in the output folder: it outlives jobs, so name another folder", o.Originals)
	}
	if o.OriginalsMax != "" {
		max, err := option.ParseBytes(o.OriginalsMax)
		if err != nil {
			return none, fmt.Errorf("--originals_max: %w", err)
		}
		if max < 0 {
			return none, fmt.Errorf("--originals_max must be at least 0, not %d", max)
		}
		store.Max, store.ReadOnly = max, max == 0
	}
	var err error
	store.Refresh, err = parseRefresh(o.Refresh)
	return store, err
}

const (
	refreshNever  = "never"
	refreshFailed = "failed"
)

// parseRefresh reads never, failed, or how old what is kept may be.
func parseRefresh(text string) (engine.Refresh, error) {
	switch text {
	case "", refreshNever:
		return engine.Refresh{}, nil
	case refreshFailed:
		return engine.Refresh{Failed: true}, nil
	}
	age, err := time.ParseDuration(text)
	if days, isDays := strings.CutSuffix(text, "d"); isDays {
		var n float64
		n, err = strconv.ParseFloat(days, 64)
		age = time.Duration(n * float64(24*time.Hour))
	}
	if err != nil || age <= 0 {
		return engine.Refresh{}, fmt.Errorf("--refresh must be never, failed, or an age such as 30d or 12h, not %q", text)
	}
	return engine.Refresh{Age: age}, nil
}

// RemoveOriginals removes the pictures of the links in a file, one a line, from the
// store of originals, and has the store remember that they are not to be asked for.
func RemoveOriginals(ctx context.Context, o Options, to io.Writer) error {
	if o.Originals == "" {
		return joberror.Usagef("--remove_originals needs a store: name it with --originals")
	}
	store := files.New()
	defer store.Close() //nolint:errcheck // what was written is committed by then
	data, err := store.ReadFile(ctx, o.RemoveOriginals)
	if err != nil {
		return joberror.Usagef("--remove_originals: %w", err)
	}
	links := linesOf(data)
	if len(links) == 0 {
		return joberror.Usagef("--remove_originals=%s has no link: write one a line", o.RemoveOriginals)
	}
	now := time.Now()
	removed, err := originals.Remove(ctx, store, o.Originals, originals.Removal{
		Links: links, Reason: string(reason.OptedOut), Detail: "removed from the store of originals on " + now.UTC().Format(time.DateOnly), Now: now, Temp: o.SpoolDir,
	})
	if err != nil {
		return interrupted(ctx, joberror.Failedf("%w", err))
	}
	_, err = fmt.Fprintf(to, "removed %d pictures; %d links are remembered as opted out, and are not asked for again\n", removed.Pictures, removed.Links)
	return err
}

func linesOf(data []byte) (lines []string) {
	scanner := bufio.NewScanner(strings.NewReader(string(data)))
	scanner.Buffer(nil, len(data)+1)
	for scanner.Scan() {
		if line := strings.TrimSpace(scanner.Text()); line != "" {
			lines = append(lines, line)
		}
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}
