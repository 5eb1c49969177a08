job "csi-nfs-node" {
  datacenters = ["attic", "cellar"]
  type = "system"

  group "node" {
    task "plugin" {
      driver = "docker"
      config {
        image        = "registry.k8s.io/sig-storage/nfsplugin:v4.6.0"
        args         = ["--v=5", "--nodeid=${attr.unique.hostname}", "--endpoint=unix:///csi/csi.sock", "--drivername=nfs.csi.k8s.io"]
        network_mode = "host"
        privileged   = true # mounts
      }
      csi_plugin {
        id        = "nfs"
        type      = "node"
        mount_dir = "/csi"
      }
      resources { cpu = 40 }
    }
  }
}
