// Package shards writes what a run leaves behind: data shards (Parquet, JSON
// lines, WebDataset or TFRecord), the failures beside them, and the sidecar that
// marks a shard as done. It also owns the names of all those files, and reads
// data shards back, for a run that writes a finished shard again.
//
// Each output format is a package below this one, and the table in table.go names
// them all: a new format is a folder and a line there, and a golden file, by which
// the conformance suite of this package's tests holds its bytes. Formats share
// package record (a record and its columns), format (what a format says of
// itself), parquetfile, jsonrecord and huggingface (columns in Parquet, in JSON
// and in the terms of Hugging Face datasets), and do not know each other.
//
// It imports those, io/parquetjson, io/files to list an output folder and to ask
// whose it is, and the standard library; nobody else imports them. It does not
// know Beam, and its writers know no storage: they write to an io.Writer, and
// whoever owns that commits or abandons the file.
//
// # Bytes are a function of the records
//
// The bytes of a shard depend on its schema and its records alone: no clock, no
// random number, no map order, no library version in the footer (created_by is
// a constant), one goroutine, and row groups that are cut by counts and bytes.
//
// # Several boxes a row
//
// A row of the output is one crop. Where a row of the dataset has several boxes
// each has a row of its own, whose id names the box, counted from 0, behind the
// row: faces.parquet#17/2. It repeats the row's kept columns, and there is no
// column for the box's number, as whoever wants to group crops by their picture
// has sha256 or what stands before the last "/". Where boxes have scores there is
// one more column, score, behind our others: a double, null where a box has none.
//
// # The Parquet layout
//
// The choices are those that the most readers have met. Data pages are version
// 1 and values are PLAIN, as pyarrow writes them by default; format and
// source_format, which have few values, are dictionary-encoded. Columns are compressed with Zstandard at
// its default level, except image:
//
//   - base64: at the fastest level, with entropy coding of literals. Base64
//     carries 6 bits in 8, so entropy coding wins the quarter back, and a JPEG
//     has no repeats for a higher level to find. Measured on 256x256 tiles of
//     photographs (34 KB of text each, one core): 74.7% of the text remains at
//     400 MB/s; the default level leaves 76.2% at as much and is three to six times
//     slower on flat pictures; the fastest level as it comes leaves 92.0%,
//     because it stores literals as they are where it finds no repeats.
//   - binary: not compressed. Zstandard would save 1% of those JPEGs and cost
//     every reader a pass over the bytes. The column is struct{bytes, path}, and
//     the footer's "huggingface" entry says what it means: that is how Hugging
//     Face datasets stores its Image feature, so it shows pictures. The entry
//     names the other columns too, for versions of datasets that otherwise know
//     none of them.
//
// A row group ends at 64 MiB of values or at 1,000 rows, whichever comes first,
// which bounds both the writer's memory and what a streaming reader must hold.
//
// Footers never hold images: chunk statistics are left out for image and for
// the BYTE_ARRAY columns among the kept ones, whose values may be of any size.
// Their page index says "from the empty value to a value above all" because
// parquet-go would otherwise record empty bounds, and a reader that prunes by
// page index (Spark, DataFusion) would then drop rows from image > "a".
//
// Strings are valid UTF-8: bytes that are not are replaced by U+FFFD, in kept
// string columns too, as one such value makes pyarrow and DuckDB refuse the
// whole shard.
//
// # WebDataset
//
// A record is three files in a tar, KEY.jpg (or .png), KEY.json and KEY.txt, so
// that every record has the same ones, which Hugging Face datasets insists on. A
// picture taken over as it is (--encode=source) may be of either kind, and a
// shard that mixes them is for webdataset only. A key is all digits, unique in
// the run, and the same whatever became of other rows: see Key.
//
// Beside each tar stands a Parquet file of the same stem, with all but the
// pictures and with the keys. NeMo Curator joins the two by the column key, which
// has to be in the JSON too. It also names the pictures (file_name), and that
// makes plain files of a shard: a tar unpacked beside its index, called
// metadata.parquet there, is what datasets knows as an imagefolder.
//
// There is no writer of plain files. A shard would be a thousand names that
// cannot be made to appear at once: each attempt would have to look up, fsync and
// sum up a thousand versions where it now does four, on S3 as one conditional
// request each, and the pictures of an attempt that lost a race, which may have
// failed at other rows, would have to be told from those of the one that won.
// A sidecar that lists a thousand files is larger than a shard's text. A tar is
// one file to all of that.
//
// # TFRecord
//
// A record is a tf.train.Example with a feature for each column. A null is an
// empty list, which TensorFlow takes for missing. It has no floats of more than 32
// bits, so boxes and kept doubles are rounded to those. Kept values that are no
// number, text or bytes are their JSON.
//
// # Kept columns in Parquet
//
// Kept columns have the types that they had in the input, so a reader must know
// those: Hugging Face datasets refuses Parquet files with maps or UUIDs.
//
// # Kept values as JSON
//
// They are as package parquetjson writes them.
package shards
