package s3

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/beamcrop/beamcrop/io/files/store"
)

// clientFor returns a client for the bucket's region, or why the bucket
// cannot be used at all. Amazon names the region in its answers to those in
// another region, and to those without rights, too; others may not.
func clientFor(ctx context.Context, client *s3.Client, bucket string) (*s3.Client, error) {
	head, err := client.HeadBucket(ctx, &s3.HeadBucketInput{Bucket: &bucket})
	if err == nil {
		return inRegion(client, aws.ToString(head.BucketRegion)), nil
	}
	var answer *awshttp.ResponseError
	if !errors.As(err, &answer) {
		return nil, err
	}
	client = inRegion(client, answer.Response.Header.Get("X-Amz-Bucket-Region"))
	return client, ask(ctx, client, bucket)
}

func inRegion(client *s3.Client, region string) *s3.Client {
	if region == "" || region == client.Options().Region {
		return client
	}
	return s3.New(client.Options(), func(o *s3.Options) { o.Region = region })
}

// ask has the service say in words what is wrong with a bucket, which the
// answer to a HEAD has no room for. Who may not list it may yet read or write.
func ask(ctx context.Context, client *s3.Client, bucket string) error {
	_, err := client.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: &bucket, MaxKeys: aws.Int32(1)})
	switch code := codeOf(err); {
	case code == "AuthorizationHeaderMalformed", code == "PermanentRedirect":
		return fmt.Errorf("the service does not take requests for the region %s: set AWS_REGION to the bucket's (%w)", client.Options().Region, err)
	case code == "AccessDenied" && !anonymous(client):
		return nil
	}
	err = explain(client, err)
	if errors.Is(err, fs.ErrNotExist) {
		return store.ErrNoBucket
	}
	return err
}
