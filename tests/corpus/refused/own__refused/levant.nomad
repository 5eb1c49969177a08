job "[[ .job_name ]]" {
  datacenters = [[ .datacenters | toJson ]]
  group "web" {
    count = [[ .count ]]
  }
}
