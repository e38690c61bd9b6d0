import Lab

/// A fresh lab whose keys are made already, because RSA keys take a while.
func preparedLab() throws -> Lab {
  try PreparedLab.seven.get()
}

private enum PreparedLab {
  static let seven = Result {
    var lab = Lab(seed: 7)
    try lab.connect([("kx", "rsa")])
    try lab.connect([("suite", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")])
    try lab.set("client.verify", to: "off")
    try lab.intercept(with: .ownAuthority)
    try lab.connect()
    lab.reset()
    // What is not said otherwise is about TLS 1.2.
    try lab.speakOnly("1.2")
    return lab
  }
}

extension Lab {
  /// Gives both sides these versions alone.
  mutating func speakOnly(_ versions: String) throws {
    try set("client.versions", to: versions)
    try set("server.versions", to: versions)
  }
}
