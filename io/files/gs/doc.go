// Package gs is Google Cloud Storage as a store of io/files. Objects are read by
// generation, and written with a precondition on the generation that they replace.
//
// Credentials and the place come from the environment of Google's own library:
// GOOGLE_APPLICATION_CREDENTIALS, gcloud's login, the machine's account;
// STORAGE_EMULATOR_HOST for another server, which is asked without any.
//
// It imports io/files/store, driver and bucket, and Google's client.
package gs
