// Package files is one small face over the places where datasets live: the
// local disk (plain paths and file:// URIs), Google Cloud Storage (gs://),
// Amazon S3 or what speaks its protocol (s3://); and, to read only, the
// Hugging Face Hub (hf://datasets/OWNER/NAME[@REVISION]/PATH) and web servers
// (https:// and http://).
// A file is opened for reading at any offset, created atomically, listed, and
// has a version that changes with its content.
//
// It is deliberately smaller than a file system. There is no append, no rename
// and no folder as a thing of its own, because object stores have none of them;
// what is left means the same on every store, and one conformance suite holds
// all of them to it.
//
// The rules that callers lean on:
//
//   - A final name never holds a partial file. What Create returns becomes
//     visible on Commit, whole, or never. An abandoned or aborted write leaves
//     no file of that name and does not touch the one that was there.
//   - Who must not overwrite what somebody else wrote meanwhile says which
//     version is to be replaced (CreateIf), and the store itself refuses
//     anything else. (The local disk can do that for a new file; for the
//     replacement of an old one it is a look and a rename.)
//   - A missing file is an error that wraps fs.ErrNotExist, on every store.
//     A refused one wraps fs.ErrPermission.
//   - The context given to Open or Create bounds the File's reads or the
//     Writer's writes. The clients that Files keeps outlive every context.
//
// Names: a path after file:// is taken as it stands, without percent-decoding,
// so that Join needs no escaping; an object's name may hold any character. A
// folder may be written with or without a trailing slash.
//
// An object's name is taken as it stands in hf:// too. A https:// link is a
// link: what may not stand in one is percent-encoded, and since servers list
// nothing, it names one file and is no pattern.
//
// One version is read of every file, whole, or an error is returned: a local
// file stays open, an object is asked for by generation or ETag, a branch on
// the Hub is resolved to its commit once for the life of a Files (and Glob's
// URIs name the commit), and a web server is asked for the ETag, or date and
// size, that were seen first, which its answers are compared with as well. A
// web server that does not answer range requests is read whole, up to 16 MiB.
//
// Credentials and places come from the environment variables and files of the
// stores' own libraries:
//
//   - gs: GOOGLE_APPLICATION_CREDENTIALS, gcloud's login, the machine's account;
//     STORAGE_EMULATOR_HOST for another server, which is asked without any.
//   - s3: AWS_PROFILE, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, the profiles
//     in ~/.aws, single sign-on, web identity, the container's or machine's
//     role. Where none of these is set up requests are anonymous, which is all
//     that a public bucket needs; to be anonymous in spite of what is set up,
//     hide it (AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null
//     AWS_EC2_METADATA_DISABLED=true). AWS_ENDPOINT_URL for another server,
//     which is then asked by path and not by a host name for each bucket.
//     AWS_REGION need not be set for Amazon: a bucket's region is asked for.
//     AWS_MAX_ATTEMPTS, AWS_CA_BUNDLE and AWS_REQUEST_CHECKSUM_CALCULATION
//     count as in every program that is built on the SDK.
//   - hf: HF_TOKEN, or what huggingface_hub's login left (HF_HOME, HF_TOKEN_PATH);
//     none is needed for public datasets. HF_ENDPOINT for another server. The
//     token is shown to that server only, not to those it redirects to.
//   - https: a user and password in the link, or a signature in its query; they
//     are left out of error messages. HTTPS_PROXY, HTTP_PROXY and NO_PROXY count
//     for these two.
//
// gocloud.dev/blob was considered for both: it is built on the same clients,
// so saves none of their weight, and it has neither reads and writes of one
// version nor a way to find the uploads that a killed program left.
//
// The Hub and web servers are the user's own inputs, so the rules by which
// pictures are fetched (robots, private addresses, pace) are not for them; they
// get a bounded number of requests at once, and pauses when they ask for some.
//
// What stores have in common is in package store; what two of them do alike is in
// bucket and httpclient. It imports those and the stores' own clients, nothing
// else of this module, so that every reader and writer can be built on it.
package files
