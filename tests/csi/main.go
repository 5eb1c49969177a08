// A storage plugin for the tests: a volume is a directory of STORE, and mounting it is a bind mount. Controller and node in
// one, run by Nomad as a raw_exec task with a csi_plugin block.
//
// A raw_exec task sees the host's paths, while Nomad names those that a container would see: what it says begins with
// /local/csi, and is translated into Nomad's own data directory, which the path of the socket leads to.
package main

import (
	"context"
	"errors"
	"flag"
	"io/fs"
	"log"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/container-storage-interface/spec/lib/go/csi"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

// What Nomad calls the folder of its mounts inside of a plugin's container.
const inContainer = "/local/csi"

type plugin struct {
	csi.UnimplementedIdentityServer
	csi.UnimplementedControllerServer
	csi.UnimplementedNodeServer
	store, node, mounts string
}

func main() {
	log.SetFlags(0)
	id := flag.String("id", "", "the ID in the csi_plugin block")
	kind := flag.String("type", "monolith", "the type in the csi_plugin block")
	store := flag.String("store", "", "the directory in which volumes are directories")
	node := flag.String("node", "node", "the name of this node")
	flag.Parse()
	socket := strings.TrimPrefix(os.Getenv("CSI_ENDPOINT"), "unix://")
	if *id == "" || *store == "" || socket == "" {
		log.Fatal("expected -id, -store, and CSI_ENDPOINT in the environment")
	}
	// DATA/csi/plugins/ALLOCATION/csi.sock, and DATA/csi/TYPE/ID.
	data := filepath.Dir(filepath.Dir(filepath.Dir(socket)))
	served := &plugin{store: *store, node: *node, mounts: filepath.Join(data, *kind, *id)}
	if err := served.serve(socket); err != nil {
		log.Fatal(err)
	}
}

func (p *plugin) serve(socket string) error {
	if err := os.MkdirAll(p.store, 0o755); err != nil {
		return err
	}
	// A restarted task finds the socket of the one before.
	if err := os.Remove(socket); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	listener, err := net.Listen("unix", socket)
	if err != nil {
		return err
	}
	server := grpc.NewServer()
	csi.RegisterIdentityServer(server, p)
	csi.RegisterControllerServer(server, p)
	csi.RegisterNodeServer(server, p)
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-stop
		server.Stop()
	}()
	return server.Serve(listener)
}

// Identity

func (p *plugin) GetPluginInfo(context.Context, *csi.GetPluginInfoRequest) (*csi.GetPluginInfoResponse, error) {
	return &csi.GetPluginInfoResponse{Name: "directories.test", VendorVersion: "1.0.0"}, nil
}

func (p *plugin) GetPluginCapabilities(
	context.Context, *csi.GetPluginCapabilitiesRequest,
) (*csi.GetPluginCapabilitiesResponse, error) {
	service := &csi.PluginCapability_Service{Type: csi.PluginCapability_Service_CONTROLLER_SERVICE}
	controller := &csi.PluginCapability{Type: &csi.PluginCapability_Service_{Service: service}}
	return &csi.GetPluginCapabilitiesResponse{Capabilities: []*csi.PluginCapability{controller}}, nil
}

func (p *plugin) Probe(context.Context, *csi.ProbeRequest) (*csi.ProbeResponse, error) {
	return &csi.ProbeResponse{Ready: wrapperspb.Bool(true)}, nil
}

// Controller

func (p *plugin) ControllerGetCapabilities(
	context.Context, *csi.ControllerGetCapabilitiesRequest,
) (*csi.ControllerGetCapabilitiesResponse, error) {
	rpc := &csi.ControllerServiceCapability_RPC{Type: csi.ControllerServiceCapability_RPC_CREATE_DELETE_VOLUME}
	create := &csi.ControllerServiceCapability{Type: &csi.ControllerServiceCapability_Rpc{Rpc: rpc}}
	return &csi.ControllerGetCapabilitiesResponse{Capabilities: []*csi.ControllerServiceCapability{create}}, nil
}

func (p *plugin) CreateVolume(_ context.Context, asked *csi.CreateVolumeRequest) (*csi.CreateVolumeResponse, error) {
	directory, err := p.directory(asked.GetName())
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(directory, 0o777); err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	// Past the mask: tasks of the driver exec run as nobody.
	if err := os.Chmod(directory, 0o777); err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	volume := &csi.Volume{VolumeId: asked.GetName(), CapacityBytes: asked.GetCapacityRange().GetRequiredBytes()}
	return &csi.CreateVolumeResponse{Volume: volume}, nil
}

func (p *plugin) DeleteVolume(_ context.Context, asked *csi.DeleteVolumeRequest) (*csi.DeleteVolumeResponse, error) {
	directory, err := p.directory(asked.GetVolumeId())
	if err != nil {
		return nil, err
	}
	if err := os.RemoveAll(directory); err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	return &csi.DeleteVolumeResponse{}, nil
}

func (p *plugin) ValidateVolumeCapabilities(
	_ context.Context, asked *csi.ValidateVolumeCapabilitiesRequest,
) (*csi.ValidateVolumeCapabilitiesResponse, error) {
	directory, err := p.directory(asked.GetVolumeId())
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(directory); err != nil {
		return nil, status.Error(codes.NotFound, err.Error())
	}
	confirmed := &csi.ValidateVolumeCapabilitiesResponse_Confirmed{
		VolumeCapabilities: asked.GetVolumeCapabilities(),
		VolumeContext:      asked.GetVolumeContext(),
		Parameters:         asked.GetParameters(),
	}
	return &csi.ValidateVolumeCapabilitiesResponse{Confirmed: confirmed}, nil
}

// Node

func (p *plugin) NodeGetCapabilities(
	context.Context, *csi.NodeGetCapabilitiesRequest,
) (*csi.NodeGetCapabilitiesResponse, error) {
	return &csi.NodeGetCapabilitiesResponse{}, nil
}

func (p *plugin) NodeGetInfo(context.Context, *csi.NodeGetInfoRequest) (*csi.NodeGetInfoResponse, error) {
	return &csi.NodeGetInfoResponse{NodeId: p.node}, nil
}

func (p *plugin) NodePublishVolume(
	_ context.Context, asked *csi.NodePublishVolumeRequest,
) (*csi.NodePublishVolumeResponse, error) {
	source, err := p.directory(asked.GetVolumeId())
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(source); err != nil {
		return nil, status.Error(codes.NotFound, err.Error())
	}
	target := p.onHost(asked.GetTargetPath())
	if err := os.MkdirAll(target, 0o755); err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	if err := bind(source, target, asked.GetReadonly()); err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	return &csi.NodePublishVolumeResponse{}, nil
}

func (p *plugin) NodeUnpublishVolume(
	_ context.Context, asked *csi.NodeUnpublishVolumeRequest,
) (*csi.NodeUnpublishVolumeResponse, error) {
	target := p.onHost(asked.GetTargetPath())
	// EINVAL: it is no mount point, or not any more.
	if err := syscall.Unmount(target, 0); err != nil && err != syscall.EINVAL && err != syscall.ENOENT {
		return nil, status.Error(codes.Internal, err.Error())
	}
	if err := os.Remove(target); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, status.Error(codes.Internal, err.Error())
	}
	return &csi.NodeUnpublishVolumeResponse{}, nil
}

// Where a volume of this ID is kept: a directory of its name, and never one outside of the store.
func (p *plugin) directory(id string) (string, error) {
	if id == "" || id == "." || id == ".." || strings.ContainsRune(id, '/') {
		return "", status.Errorf(codes.InvalidArgument, "expected a name, found `%s`", id)
	}
	return filepath.Join(p.store, id), nil
}

func (p *plugin) onHost(path string) string {
	if rest, found := strings.CutPrefix(path, inContainer); found {
		return filepath.Join(p.mounts, rest)
	}
	return path
}

func bind(source, target string, readOnly bool) error {
	if err := syscall.Mount(source, target, "", syscall.MS_BIND, ""); err != nil {
		return err
	}
	if !readOnly {
		return nil
	}
	// A bind mount takes this only once it is there.
	return syscall.Mount("", target, "", syscall.MS_BIND|syscall.MS_REMOUNT|syscall.MS_RDONLY, "")
}
