//! Plays music, series and films.

use crate::site::*;

pub fn job(site: &Site) -> Workload {
    Workload::service("plex")
        .target(target::PLEXBOX)
        .shape(shape::PLEX)
        .user("root")
        .port(Port::fixed("http", 32400).because("players look for a Plex server at this number"))
        .env("TZ", "America/Los_Angeles")
        .env("VERSION", "docker")
        .env("ADVERTISE_IP", format!("http://{}:80", site.host("plex")))
        .env("PGID", "100")
        .env("PUID", "1027")
        .storage(Storage::nfs("/mnt/nfs/config").at("/config"))
        .storage(Storage::nfs("/mnt/nfs/music").at("/music"))
        .storage(Storage::nfs("/mnt/nfs/tv").at("/tv"))
        .storage(Storage::nfs("/mnt/nfs/movies").at("/movies"))
        .bind("/dev/shm", "/transcode")
}
