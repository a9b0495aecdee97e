package s3

import (
	"context"
	"errors"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/beamcrop/beamcrop/io/files/bucket"
	"github.com/beamcrop/beamcrop/io/files/store"
)

func (s *backend) Glob(ctx context.Context, pattern string) ([]store.Info, error) {
	return s.objects().Glob(ctx, pattern)
}

func (s *backend) List(ctx context.Context, dirURI string) ([]store.Info, error) {
	return s.objects().List(ctx, dirURI)
}

// query lists objects, 1,000 in a request. Names that end in a slash are the
// folder markers that consoles make.
func (s *backend) query(ctx context.Context, bucketName, prefix string, shallow bool, want func(name string) bool) ([]store.Info, error) {
	client, err := s.bucket(ctx, bucketName)
	if err != nil {
		return nil, err
	}
	in := &s3.ListObjectsV2Input{Bucket: &bucketName, Prefix: &prefix}
	if shallow {
		in.Delimiter = aws.String("/")
	}
	var infos []store.Info
	for pages := s3.NewListObjectsV2Paginator(client, in); pages.HasMorePages(); {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, explain(client, err)
		}
		for _, o := range page.Contents {
			name := aws.ToString(o.Key)
			if !strings.HasSuffix(name, "/") && want(name) {
				infos = append(infos, infoOf(scheme+"://"+bucketName+"/"+name, o.Size, o.ETag))
			}
		}
	}
	return infos, nil
}

// CleanTemps aborts the uploads that were never completed.
func (s *backend) CleanTemps(ctx context.Context, dirURI string, ours func(name string) bool) error {
	bucketName, name, err := s.objects().Split(dirURI)
	if err != nil {
		return err
	}
	client, err := s.bucket(ctx, bucketName)
	if err != nil {
		return err
	}
	prefix := bucket.FolderPrefix(name)
	in := &s3.ListMultipartUploadsInput{Bucket: &bucketName, Prefix: &prefix}
	for pages := s3.NewListMultipartUploadsPaginator(client, in); pages.HasMorePages(); {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return explain(client, err)
		}
		for _, upload := range page.Uploads {
			if !ours(strings.TrimPrefix(aws.ToString(upload.Key), prefix)) {
				continue
			}
			if err := abort(ctx, client, &bucketName, upload.Key, upload.UploadId); err != nil {
				return err
			}
		}
	}
	return nil
}

// abort aborts an upload; one that is gone already is no error.
func abort(ctx context.Context, client *s3.Client, bucket, key, upload *string) error {
	_, err := client.AbortMultipartUpload(ctx, &s3.AbortMultipartUploadInput{Bucket: bucket, Key: key, UploadId: upload})
	if err = explain(client, err); errors.Is(err, store.ErrSwept) {
		return nil
	}
	return err
}
