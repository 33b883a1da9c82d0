//! Decodes a YAML tree into types, so that a mismatch is told with its place.

use serde::Deserialize;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Unexpected, VariantAccess, Visitor,
    value::{StrDeserializer, U64Deserializer},
};

use super::yaml::{Node, NodeKind};
use crate::text::{Span, Spanned};

/// One mismatch between the tree and the types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mismatch {
    pub message: String,
    /// The words that would have been right, where they can be listed.
    pub known: &'static [&'static str],
    /// What stood there instead, where it is a word.
    pub got: Option<String>,
    /// What is wrong: a key, or a value.
    pub of_key: bool,
    pub span: Option<Span>,
}

impl Mismatch {
    fn at(mut self, span: Span) -> Self {
        self.span = self.span.or(Some(span));
        self
    }
}

impl std::fmt::Display for Mismatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Mismatch {}

impl Error for Mismatch {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self { message: message.to_string(), known: &[], got: None, of_key: false, span: None }
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        let message = format!("`{field}` is no key here");
        Self { known: expected, got: Some(field.to_owned()), of_key: true, ..Self::custom(message) }
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        let message = format!("`{variant}` is not among the words that can stand here");
        Self { known: expected, got: Some(variant.to_owned()), ..Self::custom(message) }
    }

    fn invalid_type(unexpected: Unexpected, expected: &dyn serde::de::Expected) -> Self {
        let got = match unexpected {
            Unexpected::Seq => "a list",
            Unexpected::Map => "keys with values",
            Unexpected::Unit => "nothing",
            _ => "one word",
        };
        let expected = match expected.to_string().as_str() {
            "a sequence" => "a list is",
            "a string" => "one word is",
            _ => "keys with values are",
        };
        Self::custom(format!("{got} stands where {expected} read"))
    }
}

/// Hands one value to whatever type asks for it.
#[derive(Clone, Copy)]
pub(super) struct Decoder<'a>(pub &'a Node);

impl<'de> Deserializer<'de> for Decoder<'_> {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let span = self.0.span;
        match &self.0.kind {
            _ if self.0.is_null() => visitor.visit_unit(),
            NodeKind::Scalar { text, .. } => visitor.visit_str(text),
            NodeKind::Sequence(items) => visitor.visit_seq(Items(items.iter())),
            NodeKind::Mapping(entries) => visitor.visit_map(Entries { rest: entries.iter(), value: None }),
        }
        .map_err(|error| error.at(span))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        match &self.0.kind {
            NodeKind::Scalar { text, .. } => visitor.visit_enum(Word(text)),
            _ => Err(Mismatch::custom(format!("{} stands where one word is read", self.0.what()))),
        }
        .map_err(|error| error.at(self.0.span))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        match &self.0.kind {
            NodeKind::Mapping(_) => self.deserialize_any(visitor),
            _ => Err(Mismatch::custom(format!("{} stands where keys with values are read", self.0.what()))),
        }
        .map_err(|error| error.at(self.0.span))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Mismatch> {
        let value =
            if name == PLACED { visitor.visit_seq(Placing(self.0, 0)) } else { visitor.visit_newtype_struct(self) };
        value.map_err(|error| error.at(self.0.span))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.word() {
            Some("true") => visitor.visit_bool(true),
            Some("false") => visitor.visit_bool(false),
            _ => Err(Mismatch::custom("`true` or `false` is read here")),
        }
        .map_err(|error| error.at(self.0.span))
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let number = self.word().and_then(|word| word.parse().ok());
        let value =
            number.map_or_else(|| Err(Mismatch::custom("a number is read here")), |number| visitor.visit_u64(number));
        value.map_err(|error| error.at(self.0.span))
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u32 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}

impl<'a> Decoder<'a> {
    fn word(self) -> Option<&'a str> {
        match &self.0.kind {
            NodeKind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }
}

/// The name under which a type asks for a word with its place.
const PLACED: &str = "$placed";

/// A word of the file with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct At {
    pub text: String,
    pub span: Span,
}

impl<'de> Deserialize<'de> for At {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Parts;
        impl<'de> Visitor<'de> for Parts {
            type Value = At;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a string")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<At, A::Error> {
                let mut offset = || parts.next_element::<u64>().map(|it| usize::try_from(it.unwrap_or(0)).unwrap_or(0));
                let span = Span::new(offset()?, offset()?);
                Ok(At { text: parts.next_element()?.unwrap_or_default(), span })
            }
        }
        deserializer.deserialize_newtype_struct(PLACED, Parts)
    }
}

/// The beginning, the end and the value of a node, one after the other.
struct Placing<'a>(&'a Node, usize);

impl<'de> SeqAccess<'de> for Placing<'_> {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Mismatch> {
        self.1 += 1;
        let offset = |offset: usize| U64Deserializer::<Mismatch>::new(offset as u64);
        match self.1 {
            1 => seed.deserialize(offset(self.0.span.start)),
            2 => seed.deserialize(offset(self.0.span.end)),
            _ => seed.deserialize(Decoder(self.0)),
        }
        .map(Some)
    }
}

struct Items<'a>(std::slice::Iter<'a, Node>);

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Mismatch> {
        self.0.next().map(|node| seed.deserialize(Decoder(node)).map_err(|error| error.at(node.span))).transpose()
    }
}

struct Entries<'a> {
    rest: std::slice::Iter<'a, (Spanned<String>, Node)>,
    value: Option<&'a Node>,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Mismatch;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Mismatch> {
        let Some((key, value)) = self.rest.next() else { return Ok(None) };
        self.value = Some(value);
        seed.deserialize(StrDeserializer::new(&key.value)).map(Some).map_err(|error: Mismatch| error.at(key.span))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Mismatch> {
        let value = self.value.take().expect("a value is asked for after its key");
        seed.deserialize(Decoder(value)).map_err(|error| error.at(value.span))
    }
}

/// A word that names a variant without content.
struct Word<'a>(&'a str);

impl<'de> EnumAccess<'de> for Word<'_> {
    type Error = Mismatch;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Mismatch> {
        Ok((seed.deserialize(StrDeserializer::<Mismatch>::new(self.0))?, self))
    }
}

impl<'de> VariantAccess<'de> for Word<'_> {
    type Error = Mismatch;

    fn unit_variant(self) -> Result<(), Mismatch> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, Mismatch> {
        Err(Mismatch::custom("one word says too little here"))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Mismatch> {
        Err(Mismatch::custom("one word says too little here"))
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], _: V) -> Result<V::Value, Mismatch> {
        Err(Mismatch::custom("one word says too little here"))
    }
}
