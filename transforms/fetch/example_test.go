package fetch_test

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/beamcrop/beamcrop/transforms/fetch"
)

// A fetcher takes any number of rows, each with one link or several that are tried
// in order, and keeps to every host's limits over all of them.
func Example() {
	if err := fetchOne(); err != nil {
		log.Fatal(err)
	}
	// Output: a picture after 2 requests, error <nil>
}

func fetchOne() error {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/gone.jpg" {
			http.NotFound(w, r)
			return
		}
		w.Write([]byte("a picture")) //nolint:errcheck // the fetcher finds out
	}))
	defer server.Close()

	o := fetch.Defaults()
	o.AllowPrivate = true // the server is on this machine
	o.HostConcurrency = 2
	fetcher, err := fetch.New(o)
	if err != nil {
		return err
	}
	defer fetcher.Close()

	results := make(chan fetch.Result)
	fetcher.Submit(context.Background(), []string{server.URL + "/gone.jpg", server.URL + "/kept.jpg"}, func(r fetch.Result) { results <- r })
	r := <-results
	fmt.Printf("%s after %d requests, error %v\n", r.Body, r.Attempts, r.Err)
	return nil
}
