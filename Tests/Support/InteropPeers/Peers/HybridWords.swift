// How the newer OpenSSL inside Python is told what a cell is about, and what it answers.
extension Cell {
  var hybridWords: PeerWords {
    var result = PeerWords(runs: [])
    result.runs = [
      peer.isServer
        ? ["server", "0", "{rsa}", "{rsa-key}", "X25519MLKEM768"]
        : ["client", "{port}", "{name}", "{ca}", "X25519MLKEM768"]
    ]
    result.evidence = [("TLSv1.3 \(suite) X25519MLKEM768\n", 1)]
    return result
  }
}
