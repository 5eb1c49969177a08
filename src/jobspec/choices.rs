//! The enumerations of the model, in the order of the blocks that they are for.

use super::choice::choices;

choices! {
    /// The scheduler of a job: `type`.
    JobType {
        /// Runs until it is stopped.
        Service = "service",
        /// Runs to its end.
        Batch = "batch",
        /// Runs on every node.
        System = "system",
        /// Runs to its end on every node.
        Sysbatch = "sysbatch",
    }

    /// Whether a dispatch brings a payload: `payload` of `parameterized`.
    Payload {
        /// It may.
        Optional = "optional",
        /// It must.
        Required = "required",
        /// It must not.
        Forbidden = "forbidden",
    }

    /// How a constraint compares: `operator`.
    Operator {
        /// Both are the same text.
        Equals = "=",
        /// The same as [`Operator::Equals`], as programs write it.
        DoubleEquals = "==",
        /// The same as [`Operator::Equals`], in a word.
        Is = "is",
        /// They are different strings.
        NotEquals = "!=",
        /// The same as [`Operator::NotEquals`], in a word.
        Not = "not",
        /// The attribute comes before the value, by the order of strings or numbers.
        Less = "<",
        /// It comes before the value, or is the same.
        LessOrEqual = "<=",
        /// It comes after the value.
        Greater = ">",
        /// It comes after the value, or is the same.
        GreaterOrEqual = ">=",
        /// The value is a regular expression that matches somewhere in the attribute.
        Regexp = "regexp",
        /// The attribute is a version that the value allows.
        Version = "version",
        /// The same by the rules of Semantic Versioning.
        Semver = "semver",
        /// The attribute is a list with commas that has all of the value's entries.
        SetContains = "set_contains",
        /// The same as [`Operator::SetContains`], in the longer word.
        SetContainsAll = "set_contains_all",
        /// The attribute is a list that has one of the value's entries at least.
        SetContainsAny = "set_contains_any",
        /// The node has the attribute.
        IsSet = "is_set",
        /// The node does not have it.
        IsNotSet = "is_not_set",
        /// No two allocations of the job, or of the group, on one node.
        DistinctHosts = "distinct_hosts",
        /// So many allocations for each value of the attribute, at most.
        DistinctProperty = "distinct_property",
    }

    /// How an affinity compares: `operator`.
    AffinityOperator {
        /// Both are the same text.
        Equals = "=",
        /// The same as [`AffinityOperator::Equals`], as programs write it.
        DoubleEquals = "==",
        /// The same as [`AffinityOperator::Equals`], in a word.
        Is = "is",
        /// They are different strings.
        NotEquals = "!=",
        /// The same as [`AffinityOperator::NotEquals`], in a word.
        Not = "not",
        /// The attribute comes before the value, by the order of strings or numbers.
        Less = "<",
        /// It comes before the value, or is the same.
        LessOrEqual = "<=",
        /// It comes after the value.
        Greater = ">",
        /// It comes after the value, or is the same.
        GreaterOrEqual = ">=",
        /// The value is a regular expression that matches somewhere in the attribute.
        Regexp = "regexp",
        /// The attribute is a version that the value allows.
        Version = "version",
        /// The same by the rules of Semantic Versioning.
        Semver = "semver",
        /// The attribute is a list with commas that has all of the value's entries.
        SetContains = "set_contains",
        /// The same as [`AffinityOperator::SetContains`], in the longer word.
        SetContainsAll = "set_contains_all",
        /// The attribute is a list that has one of the value's entries at least.
        SetContainsAny = "set_contains_any",
    }

    /// What says that an allocation of a new version is healthy: `health_check` of `update`.
    HealthCheck {
        /// Its checks pass.
        Checks = "checks",
        /// Its tasks run.
        TaskStates = "task_states",
        /// An operator says so, through the API.
        Manual = "manual",
    }

    /// What says that an allocation that moved is healthy: `health_check` of `migrate`.
    MigrateHealthCheck {
        /// Its checks pass.
        Checks = "checks",
        /// Its tasks run.
        TaskStates = "task_states",
    }

    /// How the pauses between attempts on other nodes grow: `delay_function` of `reschedule`.
    DelayFunction {
        /// They stay the same.
        Constant = "constant",
        /// Each is twice as long as the one before.
        Exponential = "exponential",
        /// Each is as long as the two before together.
        Fibonacci = "fibonacci",
    }

    /// What happens when all attempts are used up: `mode` of `restart`.
    RestartMode {
        /// More attempts, when the interval is over.
        Delay = "delay",
        /// The allocation fails, and may be placed on another node.
        Fail = "fail",
    }

    /// Which allocation stays when a node comes back: `reconcile` of `disconnect`.
    Reconcile {
        /// The one on the node with the better score.
        BestScore = "best_score",
        /// The one that has run longer.
        LongestRunning = "longest_running",
        /// The one on the node that was away.
        KeepOriginal = "keep_original",
        /// Its replacement.
        KeepReplacement = "keep_replacement",
    }

    /// What a scaling policy changes: `type` of `scaling`.
    ScalingType {
        /// The group's count.
        Horizontal = "horizontal",
    }

    /// A kind of network: `mode`. Networks of CNI have names of their own, `cni/…`.
    NetworkMode {
        /// A network of the group's own, bridged to the node's.
        Bridge = "bridge",
        /// The node's network.
        Host = "host",
        /// Nothing but the loopback interface.
        None = "none",
    }

    /// What provides a volume: `type`.
    VolumeType {
        /// Disks of the node.
        Host = "host",
        /// A storage plugin.
        Csi = "csi",
    }

    /// Who may mount a volume at the same time: `access_mode`.
    AccessMode {
        /// One node, and it only reads.
        SingleNodeReaderOnly = "single-node-reader-only",
        /// One node, which may write.
        SingleNodeWriter = "single-node-writer",
        /// One node, on which one allocation may write; of dynamic host volumes.
        SingleNodeSingleWriter = "single-node-single-writer",
        /// One node, on which several allocations may write; of dynamic host volumes.
        SingleNodeMultiWriter = "single-node-multi-writer",
        /// Any number of nodes, and all only read.
        MultiNodeReaderOnly = "multi-node-reader-only",
        /// Any number of nodes, one of which may write.
        MultiNodeSingleWriter = "multi-node-single-writer",
        /// Any number of nodes, all of which may write.
        MultiNodeMultiWriter = "multi-node-multi-writer",
    }

    /// As what a volume is mounted: `attachment_mode`.
    AttachmentMode {
        /// As a directory.
        FileSystem = "file-system",
        /// As a device without a file system.
        BlockDevice = "block-device",
    }

    /// Whether mounts that are made later are seen on the other side: `propagation_mode` of `volume_mount`.
    PropagationMode {
        /// They are not.
        Private = "private",
        /// Those of the node are seen in the task.
        HostToTask = "host-to-task",
        /// Both ways.
        Bidirectional = "bidirectional",
    }

    /// How SELinux labels a mount: `selinux_label`.
    SelinuxLabel {
        /// For several containers: `z`.
        Shared = "z",
        /// For this one alone: `Z`.
        Private = "Z",
    }

    /// A service catalog: `provider` of `service`.
    #[derive(Default)]
    Provider {
        /// Consul.
        #[default]
        Consul = "consul",
        /// Nomad's own.
        Nomad = "nomad",
    }

    /// Which address a service is registered with: `address_mode`.
    AddressMode {
        /// The driver's, where it has one, and else the node's.
        Auto = "auto",
        /// The node's.
        Host = "host",
        /// The one that the driver gives the task.
        Driver = "driver",
        /// The one of the allocation's own network.
        Alloc = "alloc",
        /// The same, of IPv6.
        AllocIpv6 = "alloc_ipv6",
    }

    /// Which address a check asks: `address_mode` of `check`.
    CheckAddressMode {
        /// The node's.
        Host = "host",
        /// The one that the driver gives the task.
        Driver = "driver",
        /// The one of the allocation's own network.
        Alloc = "alloc",
        /// The same, of IPv6.
        AllocIpv6 = "alloc_ipv6",
    }

    /// When a deployment takes a check for passed: `on_update`.
    OnUpdate {
        /// When it passes.
        RequireHealthy = "require_healthy",
        /// When it passes or warns.
        IgnoreWarnings = "ignore_warnings",
        /// Always.
        Ignore = "ignore",
    }

    /// What a service is to Consul's mesh: `kind`.
    ServiceKind {
        /// A way in, by Consul's API gateway.
        ApiGateway = "api-gateway",
        /// A way in.
        IngressGateway = "ingress-gateway",
        /// A way between datacenters.
        MeshGateway = "mesh-gateway",
        /// A way out.
        TerminatingGateway = "terminating-gateway",
    }

    /// How a check asks: `type`.
    CheckType {
        /// An HTTP request.
        Http = "http",
        /// A connection.
        Tcp = "tcp",
        /// gRPC's own health service.
        Grpc = "grpc",
        /// A program in the task.
        Script = "script",
    }

    /// What a check says before it has been tried: `initial_status`.
    CheckStatus {
        /// It passes.
        Passing = "passing",
        /// It warns.
        Warning = "warning",
        /// It fails.
        Critical = "critical",
    }

    /// When a task runs beside the main tasks: `hook` of `lifecycle`.
    Hook {
        /// Before them.
        Prestart = "prestart",
        /// When they have started.
        Poststart = "poststart",
        /// When they have stopped.
        Poststop = "poststop",
    }

    /// What an artifact is: `mode`.
    ArtifactMode {
        /// Whatever comes: archives are unpacked.
        Any = "any",
        /// A file, which stays as it is.
        File = "file",
        /// A directory.
        Dir = "dir",
    }

    /// What happens when a rendered file changes: `change_mode` of `template`.
    ChangeMode {
        /// The task starts again.
        Restart = "restart",
        /// Nothing.
        Noop = "noop",
        /// The task gets the signal in `change_signal`.
        Signal = "signal",
        /// A program in the task runs, the one in `change_script`.
        Script = "script",
    }

    /// What happens when a token changes: `change_mode` of `vault` and `identity`.
    TokenChangeMode {
        /// The task starts again.
        Restart = "restart",
        /// Nothing.
        Noop = "noop",
        /// The task gets the signal in `change_signal`.
        Signal = "signal",
    }

    /// What a storage plugin does: `type` of `csi_plugin`.
    CsiPluginType {
        /// It mounts volumes on its node.
        Node = "node",
        /// It makes and attaches volumes for the cluster.
        Controller = "controller",
        /// Both.
        Monolith = "monolith",
    }

    /// Whether a task's cores are of one NUMA node: `affinity` of `numa`.
    NumaAffinity {
        /// Not considered.
        None = "none",
        /// If there is room.
        Prefer = "prefer",
        /// Always.
        Require = "require",
    }

    /// How a gateway's proxy finds addresses by DNS: `envoy_dns_discovery_type`.
    DnsDiscovery {
        /// All addresses that are found.
        Strict = "STRICT_DNS",
        /// The first one that is found, for new connections.
        Logical = "LOGICAL_DNS",
    }

    /// What a gateway's listener speaks: `protocol`.
    ListenerProtocol {
        /// TCP.
        Tcp = "tcp",
        /// HTTP.
        Http = "http",
        /// HTTP/2.
        Http2 = "http2",
        /// gRPC.
        Grpc = "grpc",
    }
}
