//! The tree: RFC 6962's hashing, by published vectors and by its own definition.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use psr_recorder::Digest;
use psr_recorder::merkle::{
    TreeEdge, consistency_proof, inclusion_proof, is_consistent, leaf_hash, node_hash, root, root_from_proof,
};

/// The leaves and roots that the Certificate Transparency implementations test each other with.
const LEAVES: [&str; 8] =
    ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const ROOTS: [&str; 9] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

#[test]
fn published_roots_are_reached() {
    let leaves: Vec<Digest> = LEAVES.iter().map(|leaf| leaf_hash(&bytes(leaf))).collect();
    for (size, expected) in ROOTS.iter().enumerate() {
        assert_eq!(root(&leaves[..size]).hex(), *expected, "of {size} leaves");
    }
}

/// The definition of RFC 6962, 2.1, word for word.
fn defined(leaves: &[Digest]) -> Digest {
    match leaves {
        [] => Digest::of(&[]),
        [leaf] => *leaf,
        leaves => {
            let split = (0..).map(|power| 1 << power).take_while(|split| *split < leaves.len()).last().unwrap();
            node_hash(&defined(&leaves[..split]), &defined(&leaves[split..]))
        }
    }
}

fn leaves(count: u64) -> Vec<Digest> {
    (0..count).map(|number| leaf_hash(&number.to_be_bytes())).collect()
}

#[test]
fn the_edge_reaches_the_defined_root_at_every_size() {
    let leaves = leaves(130);
    let mut edge = TreeEdge::default();
    for size in 0..leaves.len() {
        assert_eq!(edge.root(), defined(&leaves[..size]), "of {size} leaves");
        assert_eq!(edge.subtrees().len(), size.count_ones() as usize);
        edge.push(leaves[size]);
    }
    let restored = TreeEdge::from_parts(edge.size(), edge.subtrees().to_vec());
    assert_eq!(restored.unwrap(), edge);
    assert_eq!(TreeEdge::from_parts(3, leaves[..1].to_vec()), None);
}

#[test]
fn every_leaf_of_small_trees_proves_its_place() {
    for size in 1..=40_usize {
        let leaves = leaves(size as u64);
        for index in 0..size {
            let proof = inclusion_proof(&leaves, index).unwrap();
            let reached = |index: usize| root_from_proof(leaves[index], index as u64, size as u64, &proof);
            assert_eq!(reached(index), Some(root(&leaves)), "leaf {index} of {size}");
            assert_ne!(
                root_from_proof(leaves[index], index as u64, size as u64, &[&proof[..], &[Digest::ZERO]].concat()),
                Some(root(&leaves))
            );
            let elsewhere = (index + 1) % size;
            assert!(size == 1 || reached(elsewhere) != Some(root(&leaves)));
        }
        assert_eq!(inclusion_proof(&leaves, size), None);
    }
    assert_eq!(root_from_proof(Digest::ZERO, 0, 0, &[]), None);
    assert_eq!(root_from_proof(Digest::ZERO, 5, 1, &[]), None);
}

/// The definition of RFC 6962, 2.1.2, word for word: `SUBPROOF(m, D[n], b)`.
fn defined_consistency(old: usize, leaves: &[Digest], whole: bool) -> Vec<Digest> {
    if old == leaves.len() {
        return if whole { Vec::new() } else { vec![defined(leaves)] };
    }
    let split = (0..).map(|power| 1 << power).take_while(|split| *split < leaves.len()).last().unwrap();
    let (left, right) = leaves.split_at(split);
    let (mut proof, beside) = if old <= split {
        (defined_consistency(old, left, whole), defined(right))
    } else {
        (defined_consistency(old - split, right, false), defined(left))
    };
    proof.push(beside);
    proof
}

#[test]
fn every_pair_of_sizes_is_shown_to_be_consistent_by_the_defined_proof_and_by_no_other() {
    let leaves = leaves(130);
    let roots: Vec<Digest> = (0..=130).map(|size| root(&leaves[..size])).collect();
    for new in 0..=130_usize {
        for old in 0..=new {
            let proof = consistency_proof(&leaves[..new], old).unwrap();
            let at = |size: usize| (size as u64, roots[size]);
            assert!(old == 0 || proof == defined_consistency(old, &leaves[..new], true), "{old} to {new}");
            assert!(is_consistent(at(old), at(new), &proof), "{old} to {new}");
            let altered = |size: usize| (size as u64, leaf_hash(b"another"));
            assert!(!is_consistent(altered(old), at(new), &proof), "{old} to {new}: another beginning");
            assert!(old == 0 || !is_consistent(at(old), altered(new), &proof), "{old} to {new}: another end");
            let longer = [&proof[..], &[Digest::ZERO]].concat();
            assert!(!is_consistent(at(old), at(new), &longer), "{old} to {new}: a longer proof");
            let shorter = &proof[..proof.len().saturating_sub(1)];
            assert!(proof.is_empty() || !is_consistent(at(old), at(new), shorter), "{old} to {new}: a shorter proof");
            assert!(old == new || !is_consistent(at(new), at(old), &proof), "{new} to {old}: backwards");
        }
        assert_eq!(consistency_proof(&leaves[..new], new + 1), None);
    }
}

proptest! {
    #[test]
    fn any_changed_hash_of_a_proof_is_noticed(new in 2..400_u64, old in any::<prop::sample::Index>(), place in any::<prop::sample::Index>(), bit in 0..256_usize) {
        let leaves = leaves(new);
        let old = old.index(leaves.len() - 1) + 1;
        let mut proof = consistency_proof(&leaves, old).unwrap();
        prop_assume!(!proof.is_empty());
        let place = place.index(proof.len());
        let mut bytes = *proof[place].as_bytes();
        bytes[bit / 8] ^= 1 << (bit % 8);
        proof[place] = Digest::from_bytes(bytes);
        prop_assert!(!is_consistent((old as u64, root(&leaves[..old])), (new, root(&leaves)), &proof));
    }

    #[test]
    fn any_changed_leaf_changes_the_root(size in 1..200_u64, place in any::<prop::sample::Index>()) {
        let mut leaves = leaves(size);
        let before = root(&leaves);
        let place = place.index(leaves.len());
        leaves[place] = leaf_hash(b"another");
        prop_assert_ne!(root(&leaves), before);
    }

    #[test]
    fn digests_read_back(bytes in any::<[u8; 32]>()) {
        let digest = Digest::from_bytes(bytes);
        prop_assert_eq!(digest.to_string().parse::<Digest>().unwrap(), digest);
        prop_assert_eq!(Digest::from_hex(&digest.hex()), Some(digest));
        prop_assert_eq!(Digest::from_base64url(&digest.base64url()), Some(digest));
        prop_assert_eq!(Digest::from_base64(&digest.base64()), Some(digest));
    }
}

#[test]
fn digests_have_one_spelling() {
    let digest = leaf_hash(b"").to_string();
    assert_eq!(digest, "sha256:6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    for wrong in [&digest.to_uppercase(), &digest[7..], &format!("{digest}0"), "sha256:", "sha256:é"] {
        assert!(wrong.parse::<Digest>().is_err(), "{wrong}");
    }
}

/// An implementation of RFC 6962 by other hands gives the same roots and the same proofs, hash by hash.
#[test]
fn ct_merkle_gives_the_same_roots_and_proofs_at_every_size() {
    const SIZE: usize = 300;
    let leaf = |number: usize| (number as u64).to_be_bytes().to_vec();
    let leaves: Vec<Digest> = (0..SIZE).map(|number| leaf_hash(&leaf(number))).collect();
    let mut theirs = ct_merkle::mem_backed_tree::MemoryBackedTree::<sha2::Sha256, Vec<u8>>::new();
    let bytes = |proof: &[Digest]| proof.iter().flat_map(|hash| *hash.as_bytes()).collect::<Vec<u8>>();
    for size in 1..=SIZE {
        theirs.push(leaf(size - 1));
        let ours = &leaves[..size];
        assert_eq!(theirs.root().as_bytes().as_slice(), root(ours).as_bytes(), "root of {size}");
        // Every index at the small sizes; at the large ones those around the splits.
        let places = (0..size).filter(|place| size <= 70 || place.count_ones() <= 2 || size - place <= 3);
        for place in places {
            let proof = inclusion_proof(ours, place).unwrap();
            assert_eq!(theirs.prove_inclusion(place).as_bytes(), bytes(&proof), "leaf {place} of {size}");
            if place > 0 {
                let proof = consistency_proof(ours, place).unwrap();
                let expected = theirs.prove_consistency(size - place);
                assert_eq!(expected.as_bytes(), bytes(&proof), "from {place} to {size}");
            }
        }
    }
}
