package main

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// The attributes that create fills in, all texts but labels_all.
var computed = []string{"id", "native_id", "url", "account"}

type bucket struct{}

func (bucket) Metadata(_ context.Context, _ resource.MetadataRequest, answer *resource.MetadataResponse) {
	answer.TypeName = "palisade_bucket"
}

func (bucket) Create(ctx context.Context, request resource.CreateRequest, answer *resource.CreateResponse) {
	answer.State.Raw = request.Plan.Raw
	for _, name := range computed {
		answer.Diagnostics.Append(answer.State.SetAttribute(ctx, path.Root(name), "filled")...)
	}
	var labels types.Map
	answer.Diagnostics.Append(request.Plan.GetAttribute(ctx, path.Root("labels"), &labels)...)
	answer.Diagnostics.Append(answer.State.SetAttribute(ctx, path.Root("labels_all"), labels)...)
}

func (bucket) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (bucket) Update(_ context.Context, request resource.UpdateRequest, answer *resource.UpdateResponse) {
	answer.State.Raw = request.Plan.Raw
}

func (bucket) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

func text() schema.StringAttribute { return schema.StringAttribute{Optional: true} }

func required() schema.StringAttribute { return schema.StringAttribute{Required: true} }

func number() schema.Int64Attribute { return schema.Int64Attribute{Optional: true} }

func flag() schema.BoolAttribute { return schema.BoolAttribute{Optional: true} }

func texts() schema.ListAttribute {
	return schema.ListAttribute{Optional: true, ElementType: types.StringType}
}

func textMap() schema.MapAttribute {
	return schema.MapAttribute{Optional: true, ElementType: types.StringType}
}

func oneOf(values ...string) schema.StringAttribute {
	one := text()
	one.Validators = append(one.Validators, stringvalidator.OneOf(values...))
	return one
}

func defaulted(value bool) schema.BoolAttribute {
	return schema.BoolAttribute{Optional: true, Computed: true, Default: booldefault.StaticBool(value)}
}

func replacing(attribute schema.StringAttribute) schema.StringAttribute {
	attribute.PlanModifiers = append(attribute.PlanModifiers, stringplanmodifier.RequiresReplace())
	return attribute
}

func filled() schema.StringAttribute {
	keep := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	return schema.StringAttribute{Computed: true, PlanModifiers: keep}
}

func object(attributes map[string]schema.Attribute) schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{Optional: true, Attributes: attributes}
}

func list(attributes map[string]schema.Attribute) schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		Optional:     true,
		NestedObject: schema.NestedAttributeObject{Attributes: attributes},
	}
}

func (bucket) Schema(_ context.Context, _ resource.SchemaRequest, answer *resource.SchemaResponse) {
	cloud := required()
	cloud.Validators = oneOf("aws", "gcp").Validators
	access := oneOf("blocked", "allowed")
	access.Computed, access.Default = true, stringdefault.StaticString("blocked")
	class := func() schema.StringAttribute { return oneOf("standard", "infrequent", "cold", "archive") }
	answer.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"cloud": replacing(cloud), "name": replacing(required()), "location": replacing(required()),
		"labels": textMap(), "default_storage_class": class(), "versioning": flag(),
		"encryption":    object(map[string]schema.Attribute{"kms_key": text()}),
		"public_access": access, "uniform_access": defaulted(true), "require_tls": defaulted(true),
		"lifecycle_rules": list(map[string]schema.Attribute{
			"id": text(), "prefix": text(), "suffix": text(),
			"size_greater_than": number(), "size_less_than": number(),
			"age_days": number(), "created_before": text(), "noncurrent_days": number(), "keep_newer": number(),
			"action": oneOf("delete", "transition", "abort_multipart"), "storage_class": class(),
		}),
		"retention": object(map[string]schema.Attribute{
			"days": number(), "mode": oneOf("governance", "compliance"), "locked": flag(),
		}),
		"soft_delete_days": number(),
		"access_log":       object(map[string]schema.Attribute{"target_bucket": text(), "prefix": text()}),
		"cors": list(map[string]schema.Attribute{
			"origins": texts(), "methods": texts(), "allowed_headers": texts(), "exposed_headers": texts(),
			"max_age_seconds": number(),
		}),
		"requester_pays": flag(), "force_destroy": defaulted(false),
		"timeouts": object(map[string]schema.Attribute{
			"create": text(), "read": text(), "update": text(), "delete": text(),
		}),
		"aws": aws(), "gcp": gcp(),
		"id": filled(), "native_id": filled(), "url": filled(), "account": filled(),
		"labels_all": schema.MapAttribute{Computed: true, ElementType: types.StringType},
	}}
}

func aws() schema.Attribute {
	return object(map[string]schema.Attribute{
		"object_lock":      flag(),
		"directory_bucket": object(map[string]schema.Attribute{"availability_zone": text()}),
		"namespace":        oneOf("global", "account-regional"),
		"intelligent_tiering": list(map[string]schema.Attribute{
			"name": text(), "prefix": text(), "tags": textMap(), "archive_days": number(),
			"deep_archive_days": number(),
		}),
		"acceleration": flag(),
		"replication": object(map[string]schema.Attribute{
			"role": text(),
			"rules": list(map[string]schema.Attribute{
				"id": text(), "priority": number(), "prefix": text(), "destination_bucket": text(),
				"storage_class": text(), "replica_kms_key": text(), "delete_markers": flag(),
			}),
		}),
		"policy_json": text(), "abac": flag(), "sse_dsse": flag(), "blocked_sse_c": flag(),
	})
}

func gcp() schema.Attribute {
	enforcement := func() schema.Attribute { return oneOf("allowed", "restricted") }
	return object(map[string]schema.Attribute{
		"project":   text(),
		"autoclass": object(map[string]schema.Attribute{"terminal_storage_class": text()}),
		"rpo":       oneOf("default", "async_turbo"), "placement": texts(), "hierarchical_namespace": flag(),
		"ip_filter": object(map[string]schema.Attribute{
			"mode": text(), "public_cidrs": texts(),
			"vpc":                      list(map[string]schema.Attribute{"network": text(), "cidrs": texts()}),
			"allow_all_service_agents": flag(), "allow_cross_org_vpcs": flag(),
		}),
		"default_event_based_hold": flag(),
		"encryption_enforcement": object(map[string]schema.Attribute{
			"google_managed": enforcement(), "customer_managed": enforcement(), "customer_supplied": enforcement(),
		}),
		"rapid": flag(),
	})
}
