package s3

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"

	"github.com/beamcrop/beamcrop/io/files/store"
)

// explain says in the terms of package fs what the service answered, and what
// can be done about it.
func explain(client *s3.Client, err error) error {
	var answer *awshttp.ResponseError
	if !errors.As(err, &answer) {
		return err
	}
	switch code := codeOf(err); {
	case badCredentials[code]:
		return fmt.Errorf("%w (%s): the service does not accept the AWS credentials: renew them, or choose others by AWS_PROFILE", fs.ErrPermission, code)
	case code == "NoSuchBucket":
		return store.ErrNoBucket
	case code == "NoSuchUpload":
		return store.ErrSwept
	case code == "NoSuchKey", code == "NotFound": // others mean that something else is missing, a user for instance
		return fs.ErrNotExist
	case answer.HTTPStatusCode() == http.StatusPreconditionFailed, answer.HTTPStatusCode() == http.StatusConflict:
		return store.ErrChanged
	case answer.HTTPStatusCode() == http.StatusForbidden, answer.HTTPStatusCode() == http.StatusUnauthorized:
		return fmt.Errorf("%w (%s): %s", fs.ErrPermission, code, advice(client))
	}
	return err
}

// codeOf is the service's name for an error.
func codeOf(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorCode()
	}
	return ""
}

// badCredentials are the codes of credentials that are no good for anybody.
var badCredentials = map[string]bool{
	"InvalidAccessKeyId": true, "SignatureDoesNotMatch": true, "ExpiredToken": true, "InvalidToken": true, "RequestTimeTooSkewed": true,
}

// advice says what to do about a refusal.
func advice(client *s3.Client) string {
	if anonymous(client) {
		return "no AWS credentials were found, and the bucket is not open to everybody: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
	}
	return "the AWS credentials have no right to it: inputs need s3:GetObject and s3:ListBucket; outputs also s3:PutObject, s3:DeleteObject, s3:AbortMultipartUpload and s3:ListBucketMultipartUploads"
}

func anonymous(client *s3.Client) bool {
	credentials := client.Options().Credentials
	return credentials == nil || aws.IsCredentialsProvider(credentials, (*aws.AnonymousCredentials)(nil))
}
