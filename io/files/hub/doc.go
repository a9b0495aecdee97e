// Package hub is the Hugging Face Hub as a store of io/files that is read only:
// hf://datasets/OWNER/NAME[@REVISION]/PATH. A branch is resolved to its commit
// once, so that everybody reads the same files.
//
// HF_TOKEN, or what huggingface_hub's login left (HF_HOME, HF_TOKEN_PATH), is the
// token; none is needed for public datasets. HF_ENDPOINT for another server. The
// token is shown to that server only, not to those it redirects to. HTTPS_PROXY,
// HTTP_PROXY and NO_PROXY count.
//
// It imports io/files/store, driver and httpclient, and the standard library.
package hub
