// Package web is any web server as a store of io/files that is read only: a file
// is what a https:// or http:// link leads to. Servers list nothing, so there are
// no folders and no patterns.
//
// One version is read of every file: the ETag, or date and size, that were seen
// first are asked for, and compared with those of each answer. A server that does
// not answer range requests is read whole, up to 16 MiB.
//
// A user and password in the link, or a signature in its query, are left out of
// error messages. HTTPS_PROXY, HTTP_PROXY and NO_PROXY count.
//
// It imports io/files/store, driver and httpclient, and the standard library.
package web
