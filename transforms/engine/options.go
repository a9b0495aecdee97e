package engine

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/transforms/boxes"
	"github.com/beamcrop/beamcrop/transforms/captions"
	"github.com/beamcrop/beamcrop/transforms/crop"
	"github.com/beamcrop/beamcrop/transforms/fetch"
	"github.com/beamcrop/beamcrop/transforms/reason"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// Options is all that a worker needs to know of a job. It is plain data, so
// that it can travel to a worker with the DoFn that holds it.
type Options struct {
	Job           string // names the run, for progress.Of and in the manifest of the folder that it owns
	Array         string // names the job array in that manifest, in place of Job; "" = the run is none of one
	Share         workplan.Share
	Fingerprint   string // of the plan; a shard completed under another one is not ours
	Output        string // folder URI
	Format        string // shards.NewWriter's
	ImageEncoding string // shards.Schema's
	IDPrefix      string // before every id and key
	ShardRows     int    // the most rows of any shard; shards.Key's
	Columns       rows.Columns
	Boxes         boxes.Options    // what the box cells hold; its Also is Columns'
	Captions      captions.Options // which of a row's captions are taken
	ImageRoot     string           // the folder of files that Columns.Image names; "" = that of their table
	VerifyHash    string           // the column of Columns.Also that states the pictures' MD5 or SHA-256; "" = not verified
	Retry         []reason.Reason  // rows of complete shards that failed for one of these are run again
	Originals     Originals
	Fetch         fetch.Options
	Crop          crop.Options

	LookAhead int    // rows of shards that are open at once
	Buffer    int64  // bytes of finished crops kept in memory; beyond, they go to the spool
	SpoolDir  string // where spool files live; "" = the system's temporary folder
}

// Defaults of the options that bound memory: 32,768 rows of a few hundred
// bytes look far past one slow host's rows, and 32 MiB hold some 1,000 crops. Crops
// beyond wait for their shards on disk, which costs little.
const (
	DefaultLookAhead = 32 << 10
	DefaultBuffer    = 32 << 20
)

// carried says that rows carry their pictures, or name a file, and have no links.
func (o Options) carried() bool { return o.Columns.Image != "" }

// owner is how the manifest names whom the folder belongs to.
func (o Options) owner() string { return cmp.Or(o.Array, o.Job) }

// several says whether a row of the input may make several of the output.
func (o Options) several() bool { return o.Boxes.Several || o.Captions.Several() }

// hashAt finds the column of hashes in a row's Also; -1 says that there is none.
func (o Options) hashAt() (int, error) {
	if o.VerifyHash == "" {
		return -1, nil
	}
	at := slices.Index(o.Columns.Also, o.VerifyHash)
	if at < 0 {
		return at, fmt.Errorf("the column of hashes, %q, is not among those that are read: %q", o.VerifyHash, o.Columns.Also)
	}
	return at, nil
}
