package engine

import (
	"time"

	"github.com/beamcrop/beamcrop/io/originals"
	"github.com/beamcrop/beamcrop/transforms/fetch"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// keepOriginals adds what came over the web to the store: the picture, and the
// links that failed for good. A picture is kept whatever came of its crops.
func (b *Bundle) keepOriginals(res fetch.Result, from *source) error {
	w := b.worker
	if w.originals == nil {
		return nil
	}
	now := time.Now()
	for _, f := range res.Failed {
		if err := b.keepFailure(f.Link, f.Err, now); err != nil {
			return err
		}
	}
	if res.Err != nil {
		return nil //nolint:nilerr // what failed for good is kept above; the row's own failure goes its way
	}
	record := originals.Record{
		Link: res.URL, FinalLink: res.FinalURL, FetchedAt: now, Status: res.Status,
		ETag: res.Version.ETag, LastModified: res.Version.LastModified,
	}
	err := from.open(w.opts.Crop)
	if failure, isRow := reason.Of(err); isRow && failure.Reason == reason.NotAnImage {
		return b.keepFailure(res.URL, failure, now)
	}
	if err == nil {
		record.MediaType, record.Width, record.Height = from.picture.MediaType(), from.picture.Width(), from.picture.Height()
	}
	record.SHA256 = from.sumSHA256()
	return w.originals.PutPicture(b.ctx, record, res.Body)
}

// forGood are the reasons that will still hold another day, unless the failure may be
// tried again. Left out are those that come before any request, such as a blocked
// address: to remember them would save none.
var forGood = map[reason.Reason]bool{
	reason.DNS: true, reason.TLS: true, reason.HTTP4xx: true, reason.OptedOut: true, reason.BlockedByRobots: true,
	reason.TooManyRedirects: true, reason.TooLarge: true, reason.NotAnImage: true,
}

func holdsAnotherDay(failure *reason.Error) bool { return !failure.Retry && forGood[failure.Reason] }

// keepFailure remembers a link that failed for good.
func (b *Bundle) keepFailure(link string, failure *reason.Error, now time.Time) error {
	if !holdsAnotherDay(failure) {
		return nil
	}
	w := b.worker
	record := originals.Record{
		Link: link, FetchedAt: now, Status: failure.Status, Reason: string(failure.Reason), Detail: reason.Clip(failure.Err.Error()),
	}
	switch failure.Reason {
	case reason.TooLarge:
		record.Limit = w.opts.Fetch.MaxBytes
	case reason.TooManyRedirects:
		record.Limit = int64(w.opts.Fetch.MaxRedirects)
	}
	return w.originals.PutFailure(b.ctx, record)
}
