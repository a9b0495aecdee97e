// Package webdataset reads tars of samples, as webdataset and img2dataset write them: the
// members 000000012.jpg, 000000012.json and 000000012.txt are one row.
//
// A row is a run of neighbouring members whose names agree up to their first dot; a
// member that repeats an ending begins a new one. Its columns are the members of its
// .json, its .txt and .cls, and __key__. The picture, whichever ending it has, is the
// column image, which is read only by those who ask for pictures.
//
// Of a plain tar, Inspect reads headers and text and passes over pictures, and places
// blocks of rows as text formats do. A tar that is packed with gzip has one way in, its
// start: a reader goes on from where its last read ended.
//
// It imports input, kept, jsoncell, io/table and what unpacks, and no format.
package webdataset
