// Command peer is a provider on terraform-plugin-framework with the bucket schema of ours. It plans and does nothing
// else: create and update answer the plan with its unknown values filled in. `cargo xtask bench provider` measures it
// beside ours.
package main

import (
	"context"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	pschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// The address of our provider: both are measured with one configuration.
const address = "registry.terraform.io/palisade/palisade"

func main() {
	options := providerserver.ServeOpts{Address: address}
	err := providerserver.Serve(context.Background(), func() provider.Provider { return peer{} }, options)
	if err != nil {
		log.Fatal(err)
	}
}

type peer struct{}

func (peer) Metadata(_ context.Context, _ provider.MetadataRequest, answer *provider.MetadataResponse) {
	answer.TypeName = "palisade"
}

func (peer) Schema(_ context.Context, _ provider.SchemaRequest, answer *provider.SchemaResponse) {
	text := func() pschema.StringAttribute { return pschema.StringAttribute{Optional: true} }
	texts := pschema.ListAttribute{Optional: true, ElementType: types.StringType}
	endpoints := func(names ...string) pschema.SingleNestedAttribute {
		attributes := map[string]pschema.Attribute{}
		for _, name := range names {
			attributes[name] = text()
		}
		return pschema.SingleNestedAttribute{Optional: true, Attributes: attributes}
	}
	answer.Schema = pschema.Schema{Attributes: map[string]pschema.Attribute{
		"aws": pschema.SingleNestedAttribute{Optional: true, Attributes: map[string]pschema.Attribute{
			"region": text(), "profile": text(),
			"assume_role": endpoints("role_arn", "external_id", "session_name"),
			"endpoints":   endpoints("s3", "sts"),
		}},
		"gcp": pschema.SingleNestedAttribute{Optional: true, Attributes: map[string]pschema.Attribute{
			"project":                     text(),
			"credentials":                 pschema.StringAttribute{Optional: true, Sensitive: true},
			"access_token":                pschema.StringAttribute{Optional: true, Sensitive: true},
			"impersonate_service_account": text(), "quota_project": text(),
			"endpoints": endpoints("storage", "oauth2", "iam_credentials"),
		}},
		"default_labels": pschema.MapAttribute{Optional: true, ElementType: types.StringType},
		"policy": pschema.SingleNestedAttribute{Optional: true, Attributes: map[string]pschema.Attribute{
			"mode": text(), "packs": texts, "paths": texts, "data": pschema.DynamicAttribute{Optional: true},
		}},
	}}
}

func (peer) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (peer) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (peer) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return bucket{} }}
}
