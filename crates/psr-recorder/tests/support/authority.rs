//! A time-stamp authority of the tests' own, made with `openssl` in a temporary folder.
#![allow(dead_code, clippy::unwrap_used, clippy::panic, missing_docs)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// How the authority's keys are made.
pub const KEYS: [(&str, &[&str], &str); 5] = [
    ("rsa-2048", &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"], "sha256"),
    ("rsa-3072", &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:3072"], "sha512"),
    ("rsa-sha384", &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"], "sha384"),
    ("p256", &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"], "sha256"),
    ("p384", &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"], "sha384"),
];

const CONFIGURATION: &str = "\
[ca]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
[stamping]
basicConstraints = CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[serving]
basicConstraints = CA:false
extendedKeyUsage = critical, serverAuth
[req]
distinguished_name = name
[name]
[tsa]
default_tsa = ours
[ours]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ordering = yes
tsa_name = yes
ess_cert_id_alg = sha256
";

/// Tells whether `openssl` is on this machine, and says so where it is not.
pub fn openssl_is_here() -> bool {
    let here = Command::new("openssl").arg("version").output().is_ok_and(|output| output.status.success());
    if !here {
        eprintln!("skipped: this test needs the program openssl");
    }
    here
}

/// An authority: its folder holds `ca.pem`, `tsa.pem` and `tsa.key`.
pub struct Authority {
    pub folder: PathBuf,
    digest: &'static str,
}

impl Authority {
    /// Makes an authority whose certificate is for this use: `stamping`, or `serving`.
    pub fn create(folder: &Path, (name, key, digest): (&str, &[&str], &'static str), usage: &str) -> Authority {
        let authority = Authority { folder: folder.join(name), digest };
        std::fs::create_dir(&authority.folder).unwrap();
        std::fs::write(authority.folder.join("configuration"), CONFIGURATION).unwrap();
        std::fs::write(authority.folder.join("serial"), "01\n").unwrap();
        for owner in ["ca", "tsa"] {
            let out = format!("{owner}.key");
            authority.run(&[&["genpkey"], key, &["-out", &out]].concat());
        }
        let common = ["-new", "-config", "configuration", "-sha256", "-subj"];
        let ca = ["/CN=Test Root", "-key", "ca.key", "-x509", "-days", "3650", "-extensions", "ca", "-out", "ca.pem"];
        authority.run(&[&["req"], &common[..], &ca].concat());
        let request = ["/O=Tests/CN=Test Time Stamps", "-key", "tsa.key", "-out", "tsa.csr"];
        authority.run(&[&["req"], &common[..], &request].concat());
        authority.run(&[
            "x509",
            "-req",
            "-in",
            "tsa.csr",
            "-CA",
            "ca.pem",
            "-CAkey",
            "ca.key",
            "-CAcreateserial",
            "-days",
            "3649",
            "-sha256",
            "-extfile",
            "configuration",
            "-extensions",
            usage,
            "-out",
            "tsa.pem",
        ]);
        authority
    }

    /// Answers a request.
    pub fn reply(&self, request: &[u8]) -> Vec<u8> {
        std::fs::write(self.folder.join("request.tsq"), request).unwrap();
        let digest = format!("-{}", self.digest);
        self.run(&[
            "ts",
            "-reply",
            "-config",
            "configuration",
            &digest,
            "-queryfile",
            "request.tsq",
            "-signer",
            "tsa.pem",
            "-inkey",
            "tsa.key",
            "-out",
            "reply.tsr",
        ]);
        std::fs::read(self.folder.join("reply.tsr")).unwrap()
    }

    /// Tells whether `openssl` itself accepts a reply over a note.
    pub fn accepts(&self, reply: &[u8], note: &str) -> bool {
        std::fs::write(self.folder.join("kept.tsr"), reply).unwrap();
        std::fs::write(self.folder.join("checkpoint"), note).unwrap();
        let verify =
            ["ts", "-verify", "-data", "checkpoint", "-in", "kept.tsr", "-CAfile", "ca.pem", "-untrusted", "tsa.pem"];
        self.openssl(&verify).status.success()
    }

    pub fn ca(&self) -> Vec<u8> {
        std::fs::read(self.folder.join("ca.pem")).unwrap()
    }

    fn openssl(&self, arguments: &[&str]) -> Output {
        Command::new("openssl").args(arguments).current_dir(&self.folder).output().unwrap()
    }

    fn run(&self, arguments: &[&str]) {
        let output = self.openssl(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
}
