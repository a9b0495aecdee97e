package files

import (
	"context"
	"errors"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func (s *s3Store) glob(ctx context.Context, pattern string) ([]Info, error) {
	return s.objects().glob(ctx, pattern)
}

func (s *s3Store) list(ctx context.Context, dirURI string) ([]Info, error) {
	return s.objects().list(ctx, dirURI)
}

// query lists objects, 1,000 in a request. Names that end in a slash are the
// folder markers that consoles make.
func (s *s3Store) query(ctx context.Context, bucket, prefix string, shallow bool, want func(name string) bool) ([]Info, error) {
	client, err := s.bucket(ctx, bucket)
	if err != nil {
		return nil, err
	}
	in := &s3.ListObjectsV2Input{Bucket: &bucket, Prefix: &prefix}
	if shallow {
		in.Delimiter = aws.String("/")
	}
	var infos []Info
	for pages := s3.NewListObjectsV2Paginator(client, in); pages.HasMorePages(); {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, s3Error(client, err)
		}
		for _, o := range page.Contents {
			name := aws.ToString(o.Key)
			if !strings.HasSuffix(name, "/") && want(name) {
				infos = append(infos, s3Info(s3Scheme+"://"+bucket+"/"+name, o.Size, o.ETag))
			}
		}
	}
	return infos, nil
}

// cleanTemps aborts the uploads that were never completed.
func (s *s3Store) cleanTemps(ctx context.Context, dirURI string, ours func(name string) bool) error {
	bucket, name, err := s.objects().split(dirURI)
	if err != nil {
		return err
	}
	client, err := s.bucket(ctx, bucket)
	if err != nil {
		return err
	}
	prefix := folderPrefix(name)
	in := &s3.ListMultipartUploadsInput{Bucket: &bucket, Prefix: &prefix}
	for pages := s3.NewListMultipartUploadsPaginator(client, in); pages.HasMorePages(); {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return s3Error(client, err)
		}
		for _, upload := range page.Uploads {
			if !ours(strings.TrimPrefix(aws.ToString(upload.Key), prefix)) {
				continue
			}
			if err := s3Abort(ctx, client, &bucket, upload.Key, upload.UploadId); err != nil {
				return err
			}
		}
	}
	return nil
}

// s3Abort aborts an upload; one that is gone already is no error.
func s3Abort(ctx context.Context, client *s3.Client, bucket, key, upload *string) error {
	_, err := client.AbortMultipartUpload(ctx, &s3.AbortMultipartUploadInput{Bucket: bucket, Key: key, UploadId: upload})
	if err = s3Error(client, err); errors.Is(err, errSwept) {
		return nil
	}
	return err
}
