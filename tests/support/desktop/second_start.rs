//! What a second copy of an app says to the first one on the session's bus, said by any program:
//! with as many arguments, and as long ones, as the bus takes.

use std::time::Duration;

use zbus::Connection;
use zbus::connection::Builder;

use super::{BenchError, Session};

const LIMIT: Duration = Duration::from_secs(20);

/// A program of the session that speaks to the first copy of an app.
#[derive(Debug)]
pub struct SecondStart {
    bus: Connection,
    identifier: String,
}

impl Session {
    /// A program that will speak to the running copy of the app with this identifier.
    ///
    /// # Errors
    /// [`BenchError::Failed`] where the bus does not take it.
    pub async fn second_start(&self, identifier: &str) -> Result<SecondStart, BenchError> {
        let connecting = async { Builder::address(self.bus_address())?.build().await };
        Ok(SecondStart {
            bus: connecting.await.map_err(|error| failed(&error))?,
            identifier: identifier.to_owned(),
        })
    }
}

impl SecondStart {
    /// Hands these arguments over, the first of which is a program's own name by custom, and waits
    /// until the app has taken them.
    ///
    /// # Errors
    /// [`BenchError::Failed`] where the app refuses, [`BenchError::TimedOut`] where it is silent.
    pub async fn say(&self, arguments: &[&str]) -> Result<(), BenchError> {
        let name = format!("{}.SingleInstance", self.identifier);
        let path = format!("/{}", name.replace('.', "/").replace('-', "_"));
        let interface = Some("org.SingleInstance.DBus");
        let body = (arguments, "/");
        let calling = self.bus.call_method(
            Some(name.as_str()),
            path.as_str(),
            interface,
            "ExecuteCallback",
            &body,
        );
        match tokio::time::timeout(LIMIT, calling).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(failed(&error)),
            Err(_) => Err(BenchError::TimedOut {
                what: format!("{name} to answer"),
                limit: LIMIT,
            }),
        }
    }
}

fn failed(error: &zbus::Error) -> BenchError {
    BenchError::Failed {
        program: "the session's bus".to_owned(),
        said: error.to_string(),
    }
}
