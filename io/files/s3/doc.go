// Package s3 is Amazon S3, or what speaks its protocol, as a store of io/files.
// Objects are read by ETag, and written with a precondition on the ETag that they
// replace; what a killed writer left is found among the unfinished uploads.
//
// Credentials and places come from the environment and files of the AWS SDK:
// AWS_PROFILE, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, the profiles in ~/.aws,
// single sign-on, web identity, the container's or machine's role. Where none of
// these is set up requests are anonymous, which is all that a public bucket needs;
// to be anonymous in spite of what is set up, hide it (AWS_CONFIG_FILE=/dev/null
// AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_EC2_METADATA_DISABLED=true).
// AWS_ENDPOINT_URL for another server, which is then asked by path and not by a
// host name for each bucket. AWS_REGION need not be set for Amazon: a bucket's
// region is asked for. AWS_MAX_ATTEMPTS, AWS_CA_BUNDLE and
// AWS_REQUEST_CHECKSUM_CALCULATION count as in every program that is built on the
// SDK.
//
// It imports io/files/store, driver and bucket, and the AWS SDK.
package s3
