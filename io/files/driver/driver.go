// Package driver is what a store tells io/files of itself: which URIs are its
// own, how they are read without asking the store, and how a store is opened.
// Each store's package returns one Driver; io/files lists them in a table.
//
// It imports io/files/store and httpclient, and knows no store.
package driver

import (
	"github.com/beamcrop/beamcrop/io/files/httpclient"
	"github.com/beamcrop/beamcrop/io/files/store"
)

// Driver is one kind of store.
type Driver struct {
	Schemes  []string // of its URIs, see store.Scheme; "" is that of plain paths
	Names    []string // what messages tell users to write, the usual one first: "gs://"
	ReadOnly bool     // what Open returns is no store.Store

	// Open makes the store. It reads no file and asks no server: that is for the
	// first call.
	Open func(Shared) store.Reader

	// What is done with a URI where nothing is opened. A function that is nil
	// leaves the URI as it is.
	Join  func(dirURI string, elem ...string) string // nil: a slash between the parts
	Plain func(uri string) string                    // without what does not name the file
	Shown func(uri string) string                    // without what is secret, for messages
	Place func(uri string) string                    // the one spelling of a name that has several
}

// Shared is what the stores of one files.Files have in common.
type Shared struct {
	Pauses store.Pauses       // between the tries of a request
	HTTP   *httpclient.Client // of the stores that are read over HTTP; its owner closes it
}
