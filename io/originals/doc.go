// Package originals is a store of pictures as they were served, by link: what was
// fetched once and kept is never asked for again, whatever is made of it. A store
// outlives jobs, and several may use it at the same time.
//
// # What is in the folder
//
//	pictures-UNIT.parquet       a row for each picture, as datasets and our own --image_column read it
//	_originals/UNIT.index       the keys of the unit's links and pictures, and where they lie
//	_originals/UNIT.jsonl       a line for each link: what is known of it, or why it failed
//	_originals/store.json       the version of this layout
//	README.md                   the card that tells datasets which files to read
//
// A unit is what one process wrote at one time: some 128 MiB of pictures, or what
// there was at the end. Its files never change, and its name is its writer's own,
// so writers need no lock and no word from each other, on a disk or in a bucket.
// The Parquet file is committed last: without it the index is passed over. So a
// kill loses the pictures that were not in a unit yet, and whoever deletes a Parquet file
// has deleted its pictures. A unit without pictures, of links that failed, is there when its index is.
//
// Two processes that fetch the same picture at the same time both write it. Either
// may be read.
//
// # Keys
//
// A link's key, and a picture's, is half its SHA-256. Two links, or two pictures, of
// the same key are not to be expected: among 10 billion there are any with a chance of
// one in 10 billion billion, and to make two takes 2^64 tries. So a look-up needs
// no look at the link, which would be a second read on an object store; the picture
// itself is compared with its key when it is read.
//
// A link's entry has its picture's key and not the place, so that many links share
// a picture, whichever unit it is in, and a picture that a removal moved is found.
// Of several entries of a link the latest counts. That of a link that failed has the reason and
// the status in the place of the picture's key, so that a list whose links are dead
// is gone through without reading the store.
//
// # Look-up
//
// Open reads all indexes, sorts their entries in pieces, and leaves them in
// temporary files, 80 bytes for a picture. In memory is the start of every 64th key,
// an eighth of a byte for each: a look-up reads one block, which the system caches. That needs
// no mapped memory, which on a full disk kills the process. What is added is
// another such file, and files of a like size are merged, so that there are few.
//
// # Damage
//
// An index whose hash is wrong or that is gone is made again from the Parquet file and the
// lines. A picture that is not what its key says, and a Parquet file that is cut short,
// are as good as not there, and are said once each. A write
// that fails is reported to whoever adds next, and is tried again with the next. On a full
// disk it is given up instead, and nothing more is added.
//
// # What it imports
//
// io/files and parquet-go. It knows nothing of how pictures are fetched or decoded.
package originals
