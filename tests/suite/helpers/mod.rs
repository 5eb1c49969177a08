//! What other tests stand on, tested itself: the proxy, agents that die, clusters, storage.

mod agents;
mod cluster;
mod csi;
mod proxy;
